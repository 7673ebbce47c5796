const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Reads YYYY-MM-DD; null where it is no day. */
export function parseDay(value: string): Date | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value ? null : date;
}

/** A day as a date control shows it (ECMA-376 part 1, 17.5.2.7), in English. */
export function formatDay(date: Date, pattern: string): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const two = (value: number) => String(value).padStart(2, '0');
  const shown: Record<string, string> = {
    yyyy: String(year).padStart(4, '0'),
    yy: two(year % 100),
    MMMM: MONTHS[month]!,
    MMM: MONTHS[month]!.slice(0, 3),
    MM: two(month + 1),
    M: String(month + 1),
    dddd: DAYS[date.getUTCDay()]!,
    ddd: DAYS[date.getUTCDay()]!.slice(0, 3),
    dd: two(day),
    d: String(day),
  };
  return pattern.replace(
    /'([^']*)'|yyyy|yy|M{1,4}|d{1,4}/g,
    (token, literal: string | undefined) => literal ?? shown[token]!,
  );
}
