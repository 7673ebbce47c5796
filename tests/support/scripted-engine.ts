import { ROUTES } from '../../src/rfp/prompts/route-question/index.js';
import { delay, json, type ModelRequest, type ModelServer, type Reply } from './model-server.js';

export interface ScriptedEngine {
  /** How many times a draft for this question was asked for. */
  draftsFor(questionText: string): number;
  /** How many drafts were asked for in all. */
  readonly drafts: number;
}

export interface ScriptOptions {
  /** How long a draft takes, in milliseconds; 0 where left out. The other tasks are answered at once. */
  draftDelayMs?: number;
}

export interface Block {
  label: string;
  text: string;
}

/** What a prompt quotes, in order; see `quoteUntrusted`. */
export function blocksOf({ messages }: ModelRequest): Block[] {
  const prompt = messages.at(-1)?.content ?? '';
  const fenced = /<untrusted id="(\w+)" label="([^"]*)">\n([\s\S]*?)\n<\/untrusted id="\1">/g;
  return [...prompt.matchAll(fenced)].map(([, , label = '', text = '']) => ({ label, text }));
}

/** The `12| some text` lines of a prompt; a section may stand in front of the text. */
function numbered(blocks: Block[]): { number: number; text: string }[] {
  const lines = blocks.flatMap(({ text }) => text.split('\n'));
  return lines.flatMap((line) => {
    const [, number, text = ''] = /^(\d+)\| ?(.*)$/.exec(line) ?? [];
    return number === undefined ? [] : [{ number: Number(number), text }];
  });
}

/** Lists each unit that asks or obliges. A model would read; this looks at marks, which is enough for texts made for it. */
function extractQuestions(request: ModelRequest): Reply {
  const items = numbered(blocksOf(request)).flatMap(({ number: unit, text }) => {
    if (/\?\s*$/.test(text)) return { unit, label: 'question' };
    return /\b(shall|must)\b/i.test(text) ? { unit, label: 'requirement' } : [];
  });
  return json({ items });
}

/** Spreads the questions over all routes. */
const routeQuestions = (request: ModelRequest): Reply =>
  json({
    routes: numbered(blocksOf(request)).map(({ number }) => ({
      question: number,
      route: ROUTES[number % ROUTES.length],
    })),
  });

/** Quotes the first sentence of the first passage, word for word; without passages it says so. */
export function draftedAnswer(blocks: Block[]) {
  const passage = blocks.find(({ label }) => label === 'passage 1')?.text;
  if (passage === undefined)
    return { quotes: [], sufficient: false, answer: 'We have no information on this.' };
  const body = passage.split('\n\n').slice(1).join('\n\n');
  const quote = /^[\s\S]*?[.!?](?=\s|$)/.exec(body)?.[0] ?? body;
  return {
    quotes: [{ passage: 1, quote }],
    sufficient: true,
    answer: `${quote.replace(/\s+/g, ' ')} [1]`,
  };
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

/**
 * Makes the model server answer all four tasks as a sensible model would, and counts the drafts it is asked for.
 *
 *     await using model = await modelServer();
 *     const engine = scriptEngine(model, { draftDelayMs: 50 });
 */
export function scriptEngine(model: ModelServer, options: ScriptOptions = {}): ScriptedEngine {
  const { draftDelayMs = 0 } = options;
  const asked = new Map<string, number>();
  let drafts = 0;

  model.on('extract_questions', extractQuestions);
  model.on('route_questions', routeQuestions);
  model.on('review_answers', () => json({ findings: [] }));
  model.on('draft_answer', (request) => {
    const blocks = blocksOf(request);
    // The question is what the prompt quotes first.
    const question = plain(blocks[0]?.text ?? '');
    asked.set(question, (asked.get(question) ?? 0) + 1);
    drafts++;
    const reply = json(draftedAnswer(blocks));
    return draftDelayMs > 0 ? delay(draftDelayMs, reply) : reply;
  });

  return {
    draftsFor: (questionText) => asked.get(plain(questionText)) ?? 0,
    get drafts() {
      return drafts;
    },
  };
}
