/** What a list offers, without "Select…" and empty lines; the texts are the list's own to the letter. */
export function cleanOptions(options: readonly string[]): string[] {
  const kept = options.filter(
    (option) =>
      option.trim() !== '' && !/^(?:[-–—\s]*(?:please )?(?:select|choose)\b.*|[-–—]+)$/i.test(option.trim()),
  );
  return [...new Set(kept)];
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim().toLowerCase();

/** A text as the option that it is, to the letter; as it is where it is none. */
export const optionAs = (text: string, options: readonly string[]): string =>
  options.find((option) => option === text) ??
  options.find((option) => plain(option) === plain(text)) ??
  text;

/** Whether a text is one of the options, up to case and space. */
export const isAmong = (text: string, options: readonly string[]): boolean =>
  options.some((option) => plain(option) === plain(text));
