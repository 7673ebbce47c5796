import { withoutControls, withoutInvisible } from '../../../platform/text/text-input.js';
import type { LeftOuts } from '../../left-out.js';
import type { Ruling, Run } from '../geometry.js';
import type { PdfAnnotation } from '../open.js';
import { type Box, boxOf, holds, type Matrix } from '../operators.js';
import type { PageText } from '../runs.js';
import { markedBoxes } from './boxes.js';

/** What readers of a document stick on it: notes, marks and stamps, which may hold a remark. */
const REMARKS = new Set([
  'Text',
  'Highlight',
  'Underline',
  'Squiggly',
  'StrikeOut',
  'Caret',
  'Ink',
  'Stamp',
  'Line',
  'Square',
  'Circle',
  'Polygon',
  'PolyLine',
]);

/** Annotation flags of what is not shown on the screen (PDF 2.0, table 167): hidden, and no view. */
const UNSEEN = 2 | 32;

/** What lies on a page, beside what is printed on it. */
interface Page {
  number: number;
  text: PageText;
  rulings: Ruling[];
  /** From the space of the page to that of its text. */
  viewport: Matrix;
  /** Ids of what lies on a layer that is switched off. */
  hidden: ReadonlySet<string>;
}

/**
 * Takes what was filled in on a page into its text: values of form fields and text put on it as notes, at their places; a
 * check box or radio button as a mark before its label. What the page shows already is not said twice.
 *
 * @param leftOut where what is not read is noted: remarks, and values that nobody sees
 */
export function readEntered(annotations: PdfAnnotation[], page: Page, leftOut: LeftOuts): Run[] {
  const runs: Run[] = [];
  const boxes: { box: Box; checked: boolean }[] = [];
  for (const annotation of annotations) {
    const { subtype, contentsObj } = annotation;
    if (REMARKS.has(subtype) && contentsObj?.str.trim()) leftOut.add('COMMENTS', page.number);
    if (subtype !== 'Widget' && subtype !== 'FreeText') continue;
    const value = subtype === 'Widget' ? enteredIn(annotation) : noteOf(annotation);
    if (value === null) continue;
    const seen = (annotation.annotationFlags & UNSEEN) === 0 && !annotation.password;
    if (page.hidden.has(annotation.id)) leftOut.add('HIDDEN_LAYER', page.number);
    else if (!seen || value === undefined) leftOut.add('FORM_FIELDS', page.number);
    else {
      const box = boxOf(page.viewport, ...annotation.rect);
      if (typeof value === 'boolean') boxes.push({ box, checked: value });
      else runs.push(...runsIn(box, value, annotation, page.text.upright));
    }
  }
  runs.push(...markedBoxes(boxes, page.text, page.rulings));
  return runs;
}

/** The value of a field; null where it has none or nothing is entered, undefined where it cannot be told. */
function enteredIn(field: PdfAnnotation): string | boolean | null | undefined {
  const { fieldType, fieldValue, options } = field;
  if (field.checkBox) return isChosen(fieldValue) && fieldValue === (field.exportValue ?? fieldValue);
  if (field.radioButton) {
    if (!isChosen(fieldValue)) return false;
    return field.buttonValue == null ? undefined : fieldValue === field.buttonValue;
  }
  if (fieldType !== 'Tx' && fieldType !== 'Ch') return null;
  const values = Array.isArray(fieldValue) ? fieldValue : [fieldValue ?? ''];
  const shown = values.map(
    (value) => options?.find(({ exportValue }) => exportValue === value)?.displayValue ?? value,
  );
  return shown.join(', ').trim() === '' ? null : shown.join(', ');
}

const isChosen = (value: PdfAnnotation['fieldValue']) =>
  typeof value === 'string' && value !== '' && value !== 'Off';

function noteOf({ contentsObj, textContent }: PdfAnnotation): string | null {
  const text = contentsObj?.str.trim() ? contentsObj.str : (textContent?.join('\n') ?? '');
  return text.trim() === '' ? null : text;
}

/** Type in fields that fit it by themselves is at most so large. */
const MOST_SIZE = 12;

/** Sets a text into a box: on the line of the print that it stands on, or as lines from the top. */
function runsIn(box: Box, value: string, annotation: PdfAnnotation, printed: Run[]): Run[] {
  const clean = withoutInvisible(withoutControls(value.replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n')));
  const lines = clean.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  const height = box.y1 - box.y0;
  const size = annotation.defaultAppearanceData?.fontSize || Math.min(MOST_SIZE, Math.max(4, height * 0.7));
  const within = printed.filter((run) => holds(box, (run.x0 + run.x1) / 2, run.y - run.size * 0.3));
  if (isShown(lines.join(' '), within)) return [];
  const single = lines.length === 1 && height < size * 2.2;
  const first = single ? baselineIn(box, printed) : null;
  return lines.flatMap((text, index): Run[] => {
    if (text === '') return [];
    const y =
      first ?? (single ? box.y1 - (height - size) / 2 - size * 0.2 : box.y0 + size * (1 + index * 1.15));
    const x1 = Math.min(box.x1, box.x0 + 2 + text.length * size * 0.5);
    const place = { x0: box.x0 + 2, x1: Math.max(x1, box.x0 + 3), y, size };
    return [{ text, ...place, bold: false, artifact: false, mark: null, tag: null, entered: true }];
  });
}

const squeezed = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

/** A page that was flattened, or made together with its values, has them in its text as well. */
const isShown = (value: string, within: Run[]) =>
  within.length > 0 && squeezed(within.map((run) => run.text).join('')).includes(squeezed(value));

/** Where print to the left or right of the box has its line, if it has one there. */
function baselineIn(box: Box, printed: Run[]): number | null {
  const middle = (box.y0 + box.y1) / 2;
  let nearest: { y: number; gap: number } | null = null;
  for (const run of printed) {
    const y = run.y;
    if (run.text.trim() === '' || y <= middle - 1 || y > box.y1 + 2) continue;
    const gap = Math.max(run.x0 - box.x1, box.x0 - run.x1, 0);
    if (!nearest || gap < nearest.gap) nearest = { y, gap };
  }
  return nearest?.y ?? null;
}
