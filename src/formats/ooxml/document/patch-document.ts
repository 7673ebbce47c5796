import type { Buffer } from 'node:buffer';
import { optionLike, refusalOfOption } from '../options.js';
import { outcomeOf } from '../outcome.js';
import { applyChanges, type Change } from '../package/byte-changes.js';
import { holdable } from '../package/xml-text.js';
import {
  type CellValue,
  type ChangedPart,
  type Decision,
  type ReturnedFile,
  type ReturnLine,
  refused,
} from '../types.js';
import { type Binding, findBinding } from './bound-data.js';
import { parseDay } from './dates.js';
import { type OpenDocument, openDocument } from './open-document.js';
import { childOf, type Node, type PartText } from './part-tree.js';
import { type FoundCell, paragraphsOf } from './table-cells.js';
import type { FoundControl } from './types.js';
import {
  shownDay,
  takesLines,
  valueOfOption,
  writeCheck,
  writeDate,
  writeField,
  writeOption,
  writeText,
} from './write-control.js';
import { fillBehind, fillParagraphs } from './write-text.js';

/** What a place of a form is to hold. */
export interface ControlEdit {
  /** As `readDocumentForm` gives it. */
  place: string;
  /** True or false for a check box, YYYY-MM-DD for a date; null empties. */
  value: string | boolean | null;
}

/** What one edit comes to, and the bytes that change for it by part. */
interface Planned {
  before: CellValue;
  decision: Decision;
  changes: Map<string, Change[]>;
  /** What it takes for itself: two edits must not lie in each other. */
  claim: { part: string; start: number; end: number } | null;
}

/**
 * Puts answers into the content controls, form fields and table cells of a Word document and leaves everything else as it
 * is, to the byte. What a control is bound to changes with it. What cannot be written is a line of the report.
 *
 * @returns the bytes given, themselves, where nothing was written
 * @throws DomainError `file-corrupt`, `file-encrypted`, `file-unsupported` or `file-too-large` where the file is none
 */
export function patchDocument(file: Uint8Array, edits: readonly ControlEdit[]): ReturnedFile {
  const document = openDocument(file);
  const changes = new Map<string, Change[]>();
  const claims: NonNullable<Planned['claim']>[] = [];
  const plan = planner(document);
  const report = edits.map((edit): ReturnLine => {
    const planned = plan(edit);
    const { claim } = planned;
    const taken = claim && claims.some((other) => overlap(claim, other));
    const decision =
      taken && planned.decision.outcome === 'WRITTEN'
        ? refused('GIVEN_TWICE', 'Another answer was put in here already; the first one was taken.')
        : planned.decision;
    if (decision.outcome === 'WRITTEN') {
      if (claim) claims.push(claim);
      for (const [part, ofPart] of planned.changes)
        changes.set(part, [...(changes.get(part) ?? []), ...ofPart]);
    }
    return {
      ...EMPTY_LINE,
      place: edit.place,
      before: planned.before,
      ...outcomeOf(planned.before, decision),
    };
  });
  const contents = new Map<string, Buffer>();
  const changedParts: ChangedPart[] = [];
  for (const [part, ofPart] of changes) {
    contents.set(part, applyChanges(document.source.readXml(part)!, ofPart));
    const isText = document.parts.some(({ name }) => name === part);
    changedParts.push({ part, why: isText ? 'ANSWERS' : 'BOUND_DATA' });
  }
  const warnings =
    contents.size > 0 && document.source.isSigned
      ? [
          'The document is signed. Changing it makes the signature invalid; ask the buyer whether that matters.',
        ]
      : [];
  return {
    file: contents.size === 0 ? file : document.source.withParts(contents),
    report,
    changedParts,
    warnings,
  };
}

const EMPTY_LINE: Omit<ReturnLine, 'place'> = {
  sheet: null,
  ref: null,
  before: null,
  after: null,
  outcome: 'REFUSED',
  code: null,
  reason: null,
  options: null,
  warning: null,
};

const overlap = (a: NonNullable<Planned['claim']>, b: NonNullable<Planned['claim']>) =>
  a.part === b.part && a.start < b.end && b.start < a.end;

const nothing = (before: CellValue, decision: Decision): Planned => ({
  before,
  decision,
  changes: new Map(),
  claim: null,
});

const PROTECTED = refused('LOCKED', 'The document is protected, so that this cannot be changed.');

function planner(document: OpenDocument): (edit: ControlEdit) => Planned {
  const controls = new Map(document.controls.map((control) => [control.place, control]));
  const cells = document.tables.flat(2);
  const byPlace = new Map(cells.map((cell) => [cell.place, cell]));
  const labels = new Map(
    cells.flatMap((cell) => [...cell.labels].map(([place, label]) => [place, { cell, ...label }] as const)),
  );
  const body = document.parts[0]!;
  return ({ place, value }) => {
    const given = typeof value === 'string' ? holdable(value) || null : value;
    const control = controls.get(place);
    if (control) return planControl(document, control, given);
    const cell = byPlace.get(place);
    if (cell) return planCell(document, cell, given, body.name, body.text);
    const label = labels.get(place);
    if (!label)
      return nothing(null, refused('NO_SUCH_PLACE', `The document has no place “${place.slice(0, 100)}”.`));
    const before = label.answer.value || null;
    if (given === before) return nothing(before, { outcome: 'UNCHANGED' });
    const refusal = refusalOfText(document, given);
    if (refusal) return nothing(before, refusal);
    const text = String(given ?? '').replace(/\n+/g, ' ');
    return {
      before,
      decision: { outcome: 'WRITTEN', value: text || null, warning: null },
      changes: new Map([[body.name, fillBehind(label.paragraph, label.offset, text, body.text)]]),
      claim: { part: body.name, start: label.paragraph.start, end: label.paragraph.end },
    };
  };
}

function refusalOfText({ protection }: OpenDocument, value: string | boolean | null): Decision | null {
  if (protection !== 'none') return PROTECTED;
  return typeof value === 'boolean' ? refused('NOT_A_VALUE', 'The cell takes a text, not a mark.') : null;
}

function planCell(
  document: OpenDocument,
  cell: FoundCell,
  value: string | boolean | null,
  part: string,
  text: PartText,
): Planned {
  const before = cell.text || null;
  if (value === before) return nothing(before, { outcome: 'UNCHANGED' });
  if (cell.refusal) return nothing(before, refused(cell.refusal.code, cell.refusal.reason));
  const refusal = refusalOfText(document, value);
  if (refusal) return nothing(before, refusal);
  const paragraphs = paragraphsOf(cell.node);
  if (paragraphs.length === 0)
    return nothing(before, refused('RICH_VALUE', 'The cell has no paragraph that text could go into.'));
  return {
    before,
    decision: { outcome: 'WRITTEN', value, warning: null },
    changes: new Map([[part, fillParagraphs(paragraphs, String(value ?? ''), text)]]),
    claim: { part, start: cell.node.start, end: cell.node.end },
  };
}

function planControl(document: OpenDocument, control: FoundControl, given: string | boolean | null): Planned {
  const before = control.value;
  const { text } = document.parts.find(({ name }) => name === control.part)!;
  const decision = decide(document, control, given, text);
  if (decision.outcome !== 'WRITTEN') return nothing(before, decision);
  const binding: Binding =
    control.source === 'CONTENT_CONTROL'
      ? findBinding(document.source, childOf(control.node, 'sdtPr'), text)
      : { kind: 'none' };
  if (binding.kind === 'unknown')
    return nothing(
      before,
      refused(
        'RICH_VALUE',
        'The control shows data that cannot be found by its path, and would show the old value again.',
      ),
    );
  const changes = new Map([[control.part, changesOf(control, decision.value, text)]]);
  if (binding.kind === 'found')
    changes.set(binding.part, [binding.change(dataOf(control, decision.value, binding.old, text))]);
  const last: Node = control.field?.last ?? control.node;
  return {
    before,
    decision,
    changes,
    claim: { part: control.part, start: control.node.start, end: last.end },
  };
}

/** Decides what an edit of a control comes to. Purely. */
function decide(
  { protection }: OpenDocument,
  control: FoundControl,
  given: string | boolean | null,
  text: PartText,
): Decision {
  const { kind, value: before, options, refusal } = control;
  if (given === before || (kind === 'CHECKBOX' && given === null && before === false))
    return { outcome: 'UNCHANGED' };
  if (refusal) return refused(refusal.code, refusal.reason);
  if (protection === 'all') return PROTECTED;
  const fine = (value: CellValue, warning: string | null = null): Decision => ({
    outcome: 'WRITTEN',
    value,
    warning,
  });
  if (kind === 'CHECKBOX')
    return typeof given === 'string'
      ? refused('NOT_A_VALUE', 'A check box is true or false.')
      : fine(given === true);
  if (typeof given === 'boolean') return refused('NOT_A_VALUE', 'The control takes a text, not a mark.');
  if (given === null) return fine(null);
  if (kind === 'DATE')
    return parseDay(given)
      ? fine(given)
      : refused('NOT_A_VALUE', 'The control takes a day, written YYYY-MM-DD.');
  const option = options && optionLike(given, options);
  if (kind === 'DROPDOWN' && option === null) return refusalOfOption(given, options!);
  if (option !== null) return option === before ? { outcome: 'UNCHANGED' } : fine(option);
  const most = control.field
    ? Number(
        text.valOf(childOf(childOf(childOf(control.node, 'fldChar'), 'ffData'), 'textInput'), 'maxLength'),
      )
    : 0;
  if (most > 0 && given.length > most)
    return refused(
      'TOO_LONG',
      `The text has ${given.length} characters; the field takes ${most}. Shorten it.`,
    );
  if (given.includes('\n') && control.source === 'CONTENT_CONTROL' && !takesLines(control, text)) {
    const line = given.replace(/\s*\n\s*/g, ' ').trim();
    return line === before
      ? { outcome: 'UNCHANGED' }
      : fine(line, 'The control takes one line; its lines were joined.');
  }
  return fine(given);
}

function changesOf(control: FoundControl, value: CellValue, text: PartText): Change[] {
  const written = typeof value === 'boolean' ? value : String(value ?? '');
  if (control.source === 'FORM_FIELD') return writeField(control, written, text);
  if (typeof written === 'boolean') return writeCheck(control, written, text);
  if (control.kind === 'DATE' && written !== '') return writeDate(control, parseDay(written)!, text);
  return control.kind === 'DROPDOWN' || control.kind === 'COMBO'
    ? writeOption(control, written, text)
    : writeText(control, written, text);
}

/** What the data behind a control holds for a value. */
function dataOf(control: FoundControl, value: CellValue, old: string, text: PartText): string {
  if (typeof value === 'boolean') return /^[01]$/.test(old.trim()) ? (value ? '1' : '0') : String(value);
  const written = String(value ?? '');
  if (control.kind === 'DROPDOWN' || control.kind === 'COMBO') return valueOfOption(control, written, text);
  if (control.kind !== 'DATE' || written === '') return written;
  const stored = text.valOf(childOf(childOf(control.node, 'sdtPr'), 'date'), 'storeMappedDataAs');
  if (stored === 'date') return written;
  return stored === 'text' ? shownDay(control, parseDay(written)!, text) : `${written}T00:00:00`;
}
