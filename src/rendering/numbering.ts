const LEVELS = 9;
const BULLETS = 1;
const MAX_START = 32_767;
const bullets = ['•', '–', '▪'];
const formats = ['decimal', 'lowerLetter', 'lowerRoman'];

/** Indent of the text of a list item at a level, in twips. */
export const listIndent = (level: number) => 360 * (level + 1);
export const LIST_HANGING = 360;

/**
 * The numbered lists of one document. Word restarts a count only for another numbering instance, so each
 * ordered list gets one of its own. `docx` would scan the whole document once per instance; the definitions
 * are therefore written here and the references set in one pass (`setListReferences`).
 */
export class ListNumbers {
  readonly #ordered: { level: number; start: number }[] = [];

  /** The reference for a paragraph of a bulleted list; `level` from 0. */
  bulleted(level: number) {
    return reference(BULLETS, level);
  }

  /** Opens an ordered list that counts from `start`; use the returned reference for all its paragraphs. */
  ordered(level: number, start: number) {
    this.#ordered.push({
      level: Math.min(level, LEVELS - 1),
      start: Math.min(Math.max(start, 0), MAX_START),
    });
    return reference(BULLETS + this.#ordered.length, level);
  }

  /** The part `word/numbering.xml` (ECMA-376 part 1, 17.9). */
  xml(): string {
    const instances = this.#ordered.map(
      ({ level, start }, index) =>
        `<w:num w:numId="${BULLETS + 1 + index}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="${level}">` +
        `<w:startOverride w:val="${start}"/></w:lvlOverride></w:num>`,
    );
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
      '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
      abstract(1, 'bullet', (level) => bullets[level % bullets.length]!) +
      abstract(2, null, (level) => `%${level + 1}.`) +
      `<w:num w:numId="${BULLETS}"><w:abstractNumId w:val="1"/></w:num>${instances.join('')}</w:numbering>`
    );
  }
}

/** Replaces the references that paragraphs carry by their numbering ids. Text cannot match: it is escaped. */
export function setListReferences(documentXml: string): string {
  return documentXml.replace(/<w:numId w:val="\{list-(\d+)\}"\/>/g, '<w:numId w:val="$1"/>');
}

function reference(instance: number, level: number) {
  return { reference: 'list', instance, level: Math.min(level, LEVELS - 1) };
}

function abstract(id: number, format: string | null, text: (level: number) => string): string {
  const levels = Array.from({ length: LEVELS }, (_, level) => {
    const shape = format ?? formats[level % formats.length];
    return (
      `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${shape}"/>` +
      `<w:lvlText w:val="${text(level)}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${listIndent(level)}" ` +
      `w:hanging="${LIST_HANGING}"/></w:pPr></w:lvl>`
    );
  });
  return (
    `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="hybridMultilevel"/>` +
    `${levels.join('')}</w:abstractNum>`
  );
}
