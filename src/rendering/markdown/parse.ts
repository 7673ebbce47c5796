import { Lexer, type Token, Tokenizer, walkTokens } from 'marked';

// Inline parsing of one paragraph is quadratic in the worst case ("_a__a_…": 0.7 s for 20,000 characters).
const MAX_INLINE_CHARACTERS = 8_000;
/** As long as an answer may be. */
const MAX_LOOKED_AT = 100_000;

/** Addresses in running text are text: whoever wrote them may be anybody. */
class WithoutAddresses extends Tokenizer {
  override url(): undefined {
    return undefined;
  }
}

/**
 * The blocks of a Markdown text (GitHub flavor). Paragraphs beyond 8,000 characters keep their text but not
 * their inline marks; text nested too deeply to parse comes back as plain paragraphs. Nothing is lost.
 */
export const parseMarkdown = (markdown: string): Token[] =>
  lexed(markdown, new WithoutAddresses()) ?? plainParagraphs(markdown);

/**
 * Whether a viewer finds links, pictures or elements in a Markdown text, bare addresses among them; also said of what is too
 * long or too deep to look at.
 */
export function leadsAway(markdown: string): boolean {
  const tokens = markdown.length > MAX_LOOKED_AT ? null : lexed(markdown, new Tokenizer());
  let leads = tokens === null;
  walkTokens(tokens ?? [], (token) => {
    if (token.type === 'html') leads ||= /<(?!br\s*\/?>)[a-z/?]/i.test(token.raw);
    else if (token.type === 'text') leads ||= !token.tokens && token.raw.length > MAX_INLINE_CHARACTERS;
    else leads ||= token.type === 'link' || token.type === 'image';
  });
  return leads;
}

/** Null where the text is nested too deeply to be parsed. */
function lexed(markdown: string, tokenizer: Tokenizer): Token[] | null {
  try {
    const lexer = new Lexer({ gfm: true, tokenizer });
    const tokens = lexer.blockTokens(markdown, lexer.tokens);
    // Parsing one entry may queue more, so the length is read anew each time.
    for (let next = 0; next < lexer.inlineQueue.length; next += 1) {
      const { src, tokens: into } = lexer.inlineQueue[next]!;
      if (src.length <= MAX_INLINE_CHARACTERS) lexer.inlineTokens(src, into);
      else into.push({ type: 'text', raw: src, text: src });
    }
    return tokens;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function plainParagraphs(text: string): Token[] {
  return text
    .split(/\n{2,}/)
    .map((raw) => ({ type: 'paragraph', raw, text: raw, tokens: [{ type: 'text', raw, text: raw }] }));
}
