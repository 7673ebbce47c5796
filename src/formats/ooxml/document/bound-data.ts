import { type Change, changeTo } from '../package/byte-changes.js';
import type { OfficePackage } from '../package/office-package.js';
import { escapeXml } from '../package/xml-text.js';
import { childOf, type Node, type PartText } from './part-tree.js';

/** The stores that every document has under a name of their own: its core and its extended properties. */
const BUILT_IN: Record<string, string> = {
  '{6C3C8BC8-F283-45AE-878A-BAB7291924A1}': 'core-properties',
  '{6668398D-A668-4E3E-A5EB-62B293D839F1}': 'extended-properties',
};

interface Step {
  space: string | null;
  name: string;
  index: number;
}

/** What a bound control needs beside its own text. */
export type Binding =
  /** There is no such data: Word shows what the control holds. */
  | { kind: 'none' }
  /** Where it is cannot be told, and Word would put the old value over the answer. */
  | { kind: 'unknown' }
  | { kind: 'found'; part: string; old: string; change: (value: string) => Change };

/** Finds the data that a control is bound to (ECMA-376 part 1, 17.5.2.6). */
export function findBinding(source: OfficePackage, properties: Node | null, text: PartText): Binding {
  const binding = childOf(properties, 'dataBinding');
  if (!binding) return { kind: 'none' };
  const [path, store, prefixes] = ['xpath', 'storeItemID', 'prefixMappings'].map(
    (name) => text.attribute(binding, name) ?? '',
  );
  const part = partOfStore(source, store!);
  if (part === null) return { kind: 'none' };
  const steps = parsePath(path!, prefixes!);
  return steps ? locate(source, part, steps.steps, steps.attribute) : { kind: 'unknown' };
}

function partOfStore(source: OfficePackage, store: string): string | null {
  const builtIn = BUILT_IN[store.toUpperCase()];
  if (builtIn) {
    const relation = source.relations('').find(({ type }) => type === builtIn);
    return relation ? source.find(relation.target) : null;
  }
  for (const name of source.names) {
    if (!/^customXml\/[^/]+\.xml$/i.test(name)) continue;
    const properties = source.relations(name).find(({ type }) => type === 'customXmlProps');
    const scanner = properties && source.scan(properties.target);
    while (scanner?.next())
      if (
        scanner.isOpen('datastoreItem') &&
        scanner.anyAttribute('itemID')?.toUpperCase() === store.toUpperCase()
      )
        return name;
  }
  return null;
}

/** Reads "/ns0:root[1]/ns0:name[1]/@attribute"; null where the path says more than that. */
function parsePath(path: string, prefixes: string): { steps: Step[]; attribute: string | null } | null {
  const spaces = new Map(
    [...prefixes.matchAll(/xmlns:([\w.-]+)\s*=\s*(["'])(.*?)\2/g)].map((match) => [match[1]!, match[3]!]),
  );
  const parts = path.replace(/\/text\(\)$/, '').split('/');
  if (parts.shift() !== '' || parts.length === 0) return null;
  const attribute = /^@([\w.-]+)$/.exec(parts.at(-1)!)?.[1] ?? null;
  if (attribute !== null) parts.pop();
  const steps: Step[] = [];
  for (const part of parts) {
    const match = /^(?:([\w.-]+):)?([\w.-]+)(?:\[(\d{1,6})\])?$/.exec(part);
    const space = match?.[1] === undefined ? null : spaces.get(match[1]);
    if (!match || space === undefined) return null;
    steps.push({ space, name: match[2]!, index: Number(match[3] ?? 1) });
  }
  return steps.length === 0 ? null : { steps, attribute };
}

function locate(source: OfficePackage, part: string, steps: Step[], attribute: string | null): Binding {
  const scanner = source.scan(part)!;
  const counts = steps.map(() => 0);
  let matched = 0;
  while (scanner.next()) {
    if (scanner.kind === 'close' && scanner.depth === matched) matched--;
    if (scanner.kind !== 'open' || scanner.depth !== matched + 1 || matched >= steps.length) continue;
    const step = steps[matched]!;
    if (scanner.local !== step.name || scanner.namespace !== step.space) continue;
    if (++counts[matched]! !== step.index) continue;
    if (matched + 1 < steps.length) {
      if (scanner.empty) return { kind: 'none' };
      counts[++matched] = 0;
      continue;
    }
    if (attribute !== null) {
      const span = scanner.attributeSpan(attribute);
      if (!span) return { kind: 'none' };
      const old = scanner.attribute(attribute)!;
      return {
        kind: 'found',
        part,
        old,
        change: (value) => changeTo(span.start, span.end, ` ${attribute}="${escapeXml(value)}"`),
      };
    }
    const { start, end, empty, bytes } = scanner;
    if (empty) {
      const slash = bytes.lastIndexOf('/', end - 1);
      const name = scanner.writtenPrefix + scanner.local;
      return {
        kind: 'found',
        part,
        old: '',
        change: (value) => changeTo(Math.max(start, slash), end, `>${escapeXml(value)}</${name}>`),
      };
    }
    const old = scanner.textWithin();
    const close = scanner.start;
    if (bytes.subarray(end, close).includes('<')) return { kind: 'unknown' };
    return { kind: 'found', part, old, change: (value) => changeTo(end, close, escapeXml(value)) };
  }
  return { kind: 'none' };
}
