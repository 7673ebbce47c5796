const BAR = 30;

const terminal = process.stdout.isTTY;
const paint = (code: number) => (text: string) => (terminal ? `\u001b[${code}m${text}\u001b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);
export const green = paint(32);
export const yellow = paint(33);
export const red = paint(31);

const width = () => Math.max(60, Math.min(process.stdout.columns ?? 100, 120));

// For what stands before the text: a count, an indent.
const MARGIN = 10;

/** One line, cut to the width of the terminal. */
export function oneLine(text: string, room = width() - MARGIN): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > room ? `${line.slice(0, room - 1)}…` : line;
}

/** Lines that scroll, above a progress bar that stays. Where there is no terminal, the bar is left out. */
export function createScreen() {
  let bar = '';
  const erase = () => terminal && bar && process.stdout.write('\r\u001b[2K');
  const draw = () => terminal && bar && process.stdout.write(bar);
  return {
    line(text = ''): void {
      erase();
      process.stdout.write(`${text}\n`);
      draw();
    },
    progress({
      step,
      steps,
      label,
      percent,
    }: {
      step: number;
      steps: number;
      label: string;
      percent: number;
    }): void {
      const full = Math.round((percent / 100) * BAR);
      erase();
      bar = `${green('█'.repeat(full))}${dim('░'.repeat(BAR - full))} ${percent.toFixed(0).padStart(3)}%  step ${step}/${steps}  ${label}`;
      draw();
    },
    endProgress(): void {
      if (terminal && bar) process.stdout.write('\n');
      bar = '';
    },
  };
}

export type Screen = ReturnType<typeof createScreen>;
