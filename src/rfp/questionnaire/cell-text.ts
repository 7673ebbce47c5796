/** A citation in the text of an answer: "[1]", "[2, 3]". */
const MARKER = /[ \t]*\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\](?!\()/g;

/** The text of an answer as a cell shows it: without Markdown and the markers of sources, its lines and lists kept. */
export const cellText = (markdown: string): string =>
  markdown
    .replace(/\r\n?/g, '\n')
    .replace(/^```[^\n]*$/gm, '')
    .replace(MARKER, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\(([^)\s]+)[^)]*\)/g, (_all, text: string, link: string) =>
      text === link ? text : `${text} (${link})`,
    )
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/^ {0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^ {0,3}>[ \t]?/gm, '')
    .replace(/^ {0,3}(?:[-*_][ \t]*){3,}$/gm, '')
    .replace(/^([ \t]*)[*+][ \t]+/gm, '$1- ')
    .replace(/^[ \t]*\|?[ \t]*:?-{3,}[-:| \t]*\n?/gm, '')
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, (_all, row: string) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .join(' | '),
    )
    .replace(/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_\n]*?\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => ENTITIES[name]!)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
