import type { Block } from '../../formats/types.js';
import type { Unit } from '../extraction-types.js';
import type { Section, SectionRole } from './sections.js';
import type { ColumnRole, Table } from './tables.js';

/** Where a unit stands: everything about it that its own words do not say. */
export interface UnitContext {
  unit: Unit;
  block: Block;
  section: Section | null;
  role: SectionRole;
  /** The literal number before its text, from the block or from an inline enumeration. */
  number: string | null;
  /** Where its words begin, behind a number or bullet of its own; an offset in the document's text. */
  start: number;
  /** Index of the unit that leads into the list this one is an item of. */
  stem: number | null;
  /** Whether it is the opening unit of its item or block. */
  opens: boolean;
  /** Whether units that follow are items under it. */
  leads: boolean;
  /** Index of the unit whose sentence goes on here, cut by a page break. */
  continues: number | null;
  /** Whether its block is one of several choices under a question. */
  isOption: boolean;
  /** Whether its block is one of several things to tick off rather than a choice under a question. */
  isChecked: boolean;
  /** Whether its block is followed by choices or room for an answer. */
  awaitsAnswer: boolean;
  /** Whether its block is a title that was not marked as a heading. */
  isTitle: boolean;
  cell: { table: Table; role: ColumnRole; header: string | null; column: number } | null;
}
