import { type Matrix, OPS } from '../operators.js';

/** What is needed of a font to tell where its letters stand. */
export interface FontMetrics {
  fontMatrix?: Matrix;
  vertical?: boolean;
}

/** How the next thing is painted. */
export interface State {
  matrix: Matrix;
  font: string;
  size: number;
  perUnit: number;
  vertical: boolean;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  mode: number;
  /** "#rrggbb"; null for patterns. */
  fill: string | null;
  stroke: string | null;
  lineWidth: number;
  alpha: number;
}

export const INITIAL: Omit<State, 'matrix'> = {
  font: '',
  size: 0,
  perUnit: 0.001,
  vertical: false,
  charSpacing: 0,
  wordSpacing: 0,
  scale: 1,
  leading: 0,
  rise: 0,
  mode: 0,
  fill: '#000000',
  stroke: '#000000',
  lineWidth: 1,
  alpha: 1,
};

/** Does what operators do that change nothing but the state. */
export function set(
  state: State,
  operator: number,
  args: unknown[],
  fontOf: (id: string) => FontMetrics | null,
) {
  const number = args[0] as number;
  switch (operator) {
    case OPS.setFont: {
      const font = fontOf(String(args[0]));
      state.font = String(args[0]);
      state.size = args[1] as number;
      state.perUnit = font?.fontMatrix?.[0] ?? 0.001;
      state.vertical = font?.vertical ?? false;
      return;
    }
    case OPS.setCharSpacing:
      state.charSpacing = number;
      return;
    case OPS.setWordSpacing:
      state.wordSpacing = number;
      return;
    case OPS.setHScale:
      state.scale = number / 100;
      return;
    case OPS.setLeading:
      state.leading = -number;
      return;
    case OPS.setTextRise:
      state.rise = number;
      return;
    case OPS.setTextRenderingMode:
      state.mode = number;
      return;
    case OPS.setFillRGBColor:
      state.fill = String(args[0]);
      return;
    case OPS.setFillColorN:
    case OPS.setFillTransparent:
      state.fill = null;
      return;
    case OPS.setStrokeRGBColor:
      state.stroke = String(args[0]);
      return;
    case OPS.setLineWidth:
      state.lineWidth = number;
      return;
    case OPS.setGState:
      for (const [key, value] of (args[0] ?? []) as [string, unknown][]) {
        if (key === 'ca') state.alpha = Number(value);
        else if (key === 'LW') state.lineWidth = Number(value);
        else if (key === 'Font' && Array.isArray(value)) set(state, OPS.setFont, value, fontOf);
      }
  }
}
