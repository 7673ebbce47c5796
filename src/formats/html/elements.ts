import type { DefaultTreeAdapterTypes } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
export type Node = DefaultTreeAdapterTypes.ChildNode;

const names = (list: string) => new Set(list.split(' '));

/** Elements whose content no reader of the page sees as text. */
const UNSEEN = names(
  'head script style noscript template iframe object embed applet frameset noframes svg canvas audio video map ' +
    'datalist button title link meta base param source track colgroup',
);

/** Elements that begin on a line of their own. */
const BLOCKS = names(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section ' +
    'select summary table tbody td tfoot th thead tr ul caption',
);

export const isElement = (node: Node): node is Element => 'tagName' in node;
export const isBlock = (element: Element) => BLOCKS.has(element.tagName);
export const childrenOf = (element: Element): Node[] => element.childNodes;

/** Where a node begins in the source; null where that is not known. */
export const startOf = (node: Node): number | null => node.sourceCodeLocation?.startOffset ?? null;

export const attribute = (element: Element, name: string): string | null =>
  element.attrs.find((attr) => attr.name === name)?.value ?? null;

/** A whole number in an attribute, kept within bounds; null where there is none. */
export function numberOf(element: Element, name: string, least: number, most: number): number | null {
  const value = Number.parseInt(attribute(element, name) ?? '', 10);
  return Number.isNaN(value) ? null : Math.min(most, Math.max(least, value));
}

/** Whether an element is shown: neither of a kind that has no text, nor hidden by an attribute or its own style. */
export function isSeen(element: Element): boolean {
  if (UNSEEN.has(element.tagName)) return false;
  if (attribute(element, 'hidden') !== null) return false;
  if (element.tagName === 'dialog' && attribute(element, 'open') === null) return false;
  const style = (attribute(element, 'style') ?? '').slice(0, 5000);
  return !/(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:[;!]|$)|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!]|$))/i.test(
    style,
  );
}

/** The text that stands for an element without any: line breaks and the boxes of a form. */
export function standIn(element: Element): string | null {
  if (element.tagName === 'br') return '\n';
  if (element.tagName !== 'input') return null;
  const type = (attribute(element, 'type') ?? 'text').toLowerCase();
  if (type === 'checkbox' || type === 'radio') return attribute(element, 'checked') === null ? '☐ ' : '☒ ';
  return '';
}
