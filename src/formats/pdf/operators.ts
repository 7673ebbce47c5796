/** Operators of pdf.js' operator list that matter here (its OPS table; a test holds them to it). */
export const OPS = {
  setLineWidth: 2,
  setGState: 9,
  save: 10,
  restore: 11,
  transform: 12,
  beginText: 31,
  setCharSpacing: 33,
  setWordSpacing: 34,
  setHScale: 35,
  setLeading: 36,
  setFont: 37,
  setTextRenderingMode: 38,
  setTextRise: 39,
  moveText: 40,
  setLeadingMoveText: 41,
  setTextMatrix: 42,
  nextLine: 43,
  showText: 44,
  setFillColorN: 55,
  setStrokeRGBColor: 58,
  setFillRGBColor: 59,
  shadingFill: 62,
  beginMarkedContent: 69,
  beginMarkedContentProps: 70,
  endMarkedContent: 71,
  paintFormXObjectBegin: 74,
  paintFormXObjectEnd: 75,
  beginAnnotation: 80,
  endAnnotation: 81,
  paintImageMaskXObject: 83,
  paintImageMaskXObjectGroup: 84,
  paintImageXObject: 85,
  paintInlineImageXObject: 86,
  paintInlineImageXObjectGroup: 87,
  paintImageXObjectRepeat: 88,
  paintImageMaskXObjectRepeat: 89,
  constructPath: 91,
  setFillTransparent: 93,
} as const;

/** Operators that draw pictures. */
export const PICTURES: ReadonlySet<number> = new Set([
  OPS.paintImageMaskXObject,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintInlineImageXObjectGroup,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectRepeat,
]);

/** What ends a path: operators that draw its outline, and that fill it. */
export const STROKES: ReadonlySet<number> = new Set([20, 21, 24, 25, 26, 27]);
export const FILLS: ReadonlySet<number> = new Set([22, 23, 24, 25, 26, 27]);

export interface OperatorList {
  fnArray: number[];
  argsArray: unknown[];
}

export type Matrix = number[];

/** The matrix that does `t` first, then `m`. */
export const times = (m: Matrix, t: Matrix): Matrix => [
  m[0]! * t[0]! + m[2]! * t[1]!,
  m[1]! * t[0]! + m[3]! * t[1]!,
  m[0]! * t[2]! + m[2]! * t[3]!,
  m[1]! * t[2]! + m[3]! * t[3]!,
  m[0]! * t[4]! + m[2]! * t[5]! + m[4]!,
  m[1]! * t[4]! + m[3]! * t[5]! + m[5]!,
];

/** A rectangle: x0 < x1, y0 < y1. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** What a rectangle covers once it is transformed. */
export function boxOf(m: Matrix, x0: number, y0: number, x1: number, y1: number): Box {
  const xs = [x0, x1].flatMap((x) => [y0, y1].map((y) => m[0]! * x + m[2]! * y + m[4]!));
  const ys = [x0, x1].flatMap((x) => [y0, y1].map((y) => m[1]! * x + m[3]! * y + m[5]!));
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

export const holds = (box: Box, x: number, y: number, slack = 0): boolean =>
  x >= box.x0 - slack && x <= box.x1 + slack && y >= box.y0 - slack && y <= box.y1 + slack;

/** How dark or light "#rrggbb" is, channel by channel, 0 to 255; null for what is no plain color. */
export const channels = (color: string | null): number[] | null =>
  color !== null && /^#[\da-f]{6}$/i.test(color)
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : null;
