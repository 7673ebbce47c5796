import { posix } from 'node:path';
import { type Element, parseXml } from './xml.js';

/** Where the parts are that a part refers to, by the id of the reference; what lies outside of the file is left out. */
export function targetsOf(relationships: string | null, part: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { attributes } of childrenOf(relationships)) {
    const { Id, Target, TargetMode } = attributes;
    if (!Id || !Target || TargetMode === 'External') continue;
    const path = posix.normalize(posix.join('/', Target.startsWith('/') ? '' : posix.dirname(part), Target));
    targets.set(Id, path.slice(1));
  }
  return targets;
}

/** Tells the content type of a part, as `[Content_Types].xml` gives it; empty where it says nothing. */
export function contentTypes(source: string | null): (path: string) => string {
  const types = new Map<string, string>();
  for (const { attributes } of childrenOf(source)) {
    const { PartName, Extension, ContentType = '' } = attributes;
    if (PartName) types.set(PartName.toLowerCase(), ContentType);
    else if (Extension) types.set(`.${Extension.toLowerCase()}`, ContentType);
  }
  return (path) => types.get(`/${path.toLowerCase()}`) ?? types.get(posix.extname(path).toLowerCase()) ?? '';
}

const childrenOf = (source: string | null): Element[] =>
  source === null ? [] : (parseXml(source).children[0]?.children ?? []);
