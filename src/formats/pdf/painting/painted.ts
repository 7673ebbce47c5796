import type { LeftOutKind } from '../../left-out.js';
import {
  type Box,
  boxOf,
  FILLS,
  holds,
  type Matrix,
  OPS,
  type OperatorList,
  PICTURES,
  STROKES,
  times,
} from '../operators.js';
import { Grounds } from './grounds.js';
import { type FontMetrics, INITIAL, type State, set } from './state.js';

/** Why nobody sees a letter. */
export type Hidden = Extract<LeftOutKind, 'HIDDEN_LAYER' | 'HIDDEN_TEXT'>;

/** A letter as it is painted, at its origin in the space of the page. */
export interface Glyph {
  text: string;
  x: number;
  y: number;
  /** How wide it is, in the space of the page. */
  advance: number;
  /** Id of its font. */
  font: string;
  hidden: Hidden | null;
}

export interface Painted {
  glyphs: Glyph[];
  /** Ids of annotations on layers that are switched off. */
  hiddenAnnotations: Set<string>;
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
/** Text rendering modes that paint nothing (PDF 2.0, table 104): invisible, and clipping only. */
const UNPAINTED = new Set([3, 7]);
/** Type that is smaller, in points, is not there to be read. */
const LEAST_SIZE = 1.5;
/** A letter may start so far beyond the edge, in points. */
const BEYOND = 6;
/** Smaller pictures, in points, are marks. */
const LEAST_PICTURE = 10;
const MOST_NESTING = 10_000;

interface Glyphs {
  unicode?: string;
  width?: number;
  vmetric?: number[] | null;
  isSpace?: boolean;
}

/**
 * Follows how a page is painted: where each letter stands, and which of them nobody sees, because their layer is
 * switched off, or they are painted with nothing, in the color of what lies below, too small to read, or off the page.
 * What was laid invisibly over the picture of a page is the text of that picture, and no hidden text.
 *
 * @param list of a page that was opened without its pictures: a place that was made for one and left empty is one
 * @param view left, bottom, right and top of what is shown of the page
 * @param layers whether the group of marked content is switched on
 */
export function readPainted(
  list: OperatorList,
  view: readonly [number, number, number, number],
  fontOf: (id: string) => FontMetrics | null,
  layers: { isVisible(group: unknown): boolean },
): Painted {
  const reader = new PaintReader(view, fontOf, layers);
  for (let at = 0; at < list.fnArray.length; at++)
    reader.read(list.fnArray[at]!, (list.argsArray[at] ?? []) as unknown[]);
  return reader.finish();
}

class PaintReader {
  readonly #glyphs: (Glyph & { unpainted: boolean })[] = [];
  readonly #hiddenAnnotations = new Set<string>();
  readonly #pictures: Box[] = [];
  readonly #grounds = new Grounds();
  readonly #saved: { state: State; paints: number; framed: boolean }[] = [];
  readonly #marks: boolean[] = [];
  #state: State = { matrix: IDENTITY, ...INITIAL };
  #text: Matrix = IDENTITY;
  #line: Matrix = IDENTITY;
  #switchedOff = 0;
  #inAnnotation = 0;
  /** How many things were painted so far. */
  #paints = 0;
  #framed = false;

  constructor(
    private readonly view: readonly [number, number, number, number],
    private readonly fontOf: (id: string) => FontMetrics | null,
    private readonly layers: { isVisible(group: unknown): boolean },
  ) {}

  read(operator: number, args: unknown[]) {
    const state = this.#state;
    const number = args[0] as number;
    switch (operator) {
      case OPS.save:
        return this.#save();
      case OPS.restore:
        return this.#restore();
      case OPS.transform:
        state.matrix = times(state.matrix, args as Matrix);
        this.#framed = true;
        return;
      case OPS.paintFormXObjectBegin:
        this.#save();
        if (Array.isArray(args[0])) this.#state.matrix = times(state.matrix, args[0] as Matrix);
        return;
      case OPS.paintFormXObjectEnd:
        return this.#restore();
      case OPS.beginMarkedContent:
        return this.#mark(false);
      case OPS.beginMarkedContentProps:
        return this.#mark(args[0] === 'OC' && !this.layers.isVisible(args[1]));
      case OPS.endMarkedContent:
        if (this.#marks.pop()) this.#switchedOff--;
        return;
      case OPS.beginAnnotation:
        this.#inAnnotation++;
        if (this.#switchedOff > 0) this.#hiddenAnnotations.add(String(args[0]));
        return this.#save();
      case OPS.endAnnotation:
        this.#inAnnotation--;
        return this.#restore();
      case OPS.beginText:
        this.#text = IDENTITY;
        this.#line = IDENTITY;
        return;
      case OPS.setTextMatrix:
        // pdf.js hands over the six numbers as one list.
        this.#line = Array.from((typeof number === 'number' ? args : args[0]) as ArrayLike<number>);
        this.#text = this.#line;
        return;
      case OPS.moveText:
        return this.#move(number, args[1] as number);
      case OPS.setLeadingMoveText:
        state.leading = args[1] as number;
        return this.#move(number, args[1] as number);
      case OPS.nextLine:
        return this.#move(0, state.leading);
      case OPS.showText:
        return this.#show(args[0] as (Glyphs | number)[]);
      case OPS.constructPath:
        if (!FILLS.has(number) && !STROKES.has(number)) return;
        this.#paints++;
        if (this.#switchedOff === 0)
          this.#grounds.path(state, number, (args[1] as ArrayLike<number>[] | undefined)?.[0]);
        return;
      case OPS.shadingFill:
        this.#paints++;
        return this.#grounds.anywhere();
      default:
        if (PICTURES.has(operator)) this.#picture();
        else set(state, operator, args, this.fontOf);
    }
  }

  get #shown(): Box {
    const [x0, y0, x1, y1] = this.view;
    return { x0, y0, x1, y1 };
  }

  finish(): Painted {
    for (const glyph of this.#glyphs)
      if (glyph.unpainted && glyph.hidden === null)
        glyph.hidden = this.#pictures.some((box) => holds(box, glyph.x, glyph.y, 5)) ? null : 'HIDDEN_TEXT';
    return { glyphs: this.#glyphs, hiddenAnnotations: this.#hiddenAnnotations };
  }

  #save() {
    if (this.#saved.length >= MOST_NESTING) return;
    this.#saved.push({ state: this.#state, paints: this.#paints, framed: this.#framed });
    this.#state = { ...this.#state };
    this.#framed = false;
  }

  #restore() {
    const saved = this.#saved.pop();
    if (!saved) return;
    // The picture that the frame was made for was skipped.
    if (this.#framed && saved.paints === this.#paints) this.#picture();
    this.#state = saved.state;
    this.#framed = saved.framed;
  }

  #mark(off: boolean) {
    if (this.#marks.length >= MOST_NESTING) return;
    this.#marks.push(off);
    if (off) this.#switchedOff++;
  }

  #move(x: number, y: number) {
    this.#line = times(this.#line, [1, 0, 0, 1, x, y]);
    this.#text = this.#line;
  }

  #picture() {
    this.#paints++;
    const box = boxOf(this.#state.matrix, 0, 0, 1, 1);
    if (box.x1 - box.x0 < LEAST_PICTURE || box.y1 - box.y0 < LEAST_PICTURE || this.#switchedOff > 0) return;
    this.#pictures.push(box);
    this.#grounds.cover(box, null);
  }

  #show(glyphs: (Glyphs | number)[]) {
    this.#paints++;
    if (!Array.isArray(glyphs) || this.#inAnnotation > 0) return;
    const { size, perUnit, vertical, charSpacing, wordSpacing, scale, rise, font, mode, alpha } = this.#state;
    const unpainted = UNPAINTED.has(mode) || alpha === 0;
    let along = 0;
    // One look tells for all that is shown at once.
    let hidden: Hidden | null | undefined;
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') along += ((vertical ? 1 : -1) * glyph * size) / 1000;
      else if (glyph) {
        const spot = vertical ? [0, along] : [along * scale, rise];
        const m = times(times(this.#state.matrix, this.#text), [1, 0, 0, 1, spot[0]!, spot[1]!]);
        if (hidden === undefined) hidden = this.#hides(m);
        const [text, x, y] = [glyph.unicode ?? '', m[4]!, m[5]!];
        const why = hidden ?? (holds(this.#shown, x, y, BEYOND) ? null : 'HIDDEN_TEXT');
        const width = (vertical ? -(glyph.vmetric?.[0] ?? 1000) : (glyph.width ?? 0)) * size * perUnit;
        const advance = vertical ? 0 : width * scale * Math.hypot(m[0]!, m[1]!);
        this.#glyphs.push({ text, x, y, advance, font, hidden: why, unpainted });
        along += width + charSpacing + (glyph.isSpace ? wordSpacing : 0);
      }
    }
    const shift = vertical ? [0, along] : [along * scale, 0];
    this.#text = times(this.#text, [1, 0, 0, 1, shift[0]!, shift[1]!]);
  }

  /** @param m matrix of the letter */
  #hides(m: Matrix): Hidden | null {
    if (this.#switchedOff > 0) return 'HIDDEN_LAYER';
    const { size, mode, fill } = this.#state;
    const height = Math.abs(size) * Math.hypot(m[2]!, m[3]!);
    if (height > 0 && height < LEAST_SIZE) return 'HIDDEN_TEXT';
    const isFilled = mode === 0 || mode === 4;
    const isLost = isFilled && this.#grounds.hide(fill, m[4]! + height * 0.2, m[5]! + height * 0.3);
    return isLost ? 'HIDDEN_TEXT' : null;
  }
}
