import { marked } from 'marked';
import { parseFragment } from 'parse5';

interface Node {
  nodeName: string;
  attrs?: { name: string; value: string }[];
  childNodes?: Node[];
}

const ACTIVE = /^(img|image|svg|script|style|iframe|object|embed|form|input|video|audio|link|meta|base)$/;
const LEADING = /^(src|href|style|srcset|background|action|data|poster|on.*)$/;

/**
 * What a browser would fetch or run for a text that is shown as Markdown, and where it would lead: elements, and
 * attributes as `name=value`. Addresses of people are no places.
 */
export function dangersIn(markdown: string): string[] {
  const dangers: string[] = [];
  const visit = ({ nodeName, attrs = [], childNodes = [] }: Node): void => {
    if (ACTIVE.test(nodeName)) dangers.push(nodeName);
    for (const { name, value } of attrs) if (LEADING.test(name)) dangers.push(`${name}=${value}`);
    for (const child of childNodes) visit(child);
  };
  visit(parseFragment(marked.parse(markdown, { gfm: true, async: false })) as Node);
  return dangers.filter((danger) => !/^href=mailto:[\w.]+@[\w.]+$/.test(danger));
}
