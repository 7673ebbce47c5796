import type { Archive } from '../zip.js';
import { readXml } from './read-xml.js';

export interface SheetPart {
  name: string;
  /** Its part in the archive. */
  path: string;
  hidden: boolean;
}

export interface Workbook {
  sheets: SheetPart[];
  /** Whether days are counted from 1904 on, as old Macs did. */
  from1904: boolean;
}

const MAIN = 'xl/workbook.xml';
/** Excel takes as many as memory allows; nobody reads more. */
const MAX_SHEETS = 1000;

/** Lists the sheets of a workbook in order, each part once. Parts outside the archive are none. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const targets = await relationships(archive, 'xl/_rels/workbook.xml.rels');
  const sheets: SheetPart[] = [];
  const seen = new Set<string>();
  let from1904 = false;
  await readXml(archive.pieces(MAIN), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(?:1|true|on)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || sheets.length >= MAX_SHEETS) return;
      const path = targets.get(attributes.id ?? '');
      if (!path || seen.has(path)) return;
      seen.add(path);
      const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
      sheets.push({ name: (attributes.name ?? '').trim() || `Sheet ${sheets.length + 1}`, path, hidden });
    },
  });
  return { sheets, from1904 };
}

/** The worksheets that the workbook refers to, by id. Charts and macros have no cells. */
async function relationships(archive: Archive, part: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readXml(archive.pieces(part), {
    open(name, { Id, Target, TargetMode, Type }) {
      if (name !== 'Relationship' || !Id || !Target || TargetMode === 'External') return;
      if (!/\/worksheet$/.test(Type ?? '')) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
    },
  });
  return targets;
}
