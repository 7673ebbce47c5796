import { delay, json, type ModelRequest, type ModelServer, type Reply } from './model-server.js';

/** What a prompt quotes, by label; see `quoteUntrusted`. */
export function quotedIn({ messages }: ModelRequest): Map<string, string> {
  const prompt = messages.at(-1)?.content ?? '';
  const fenced = /<untrusted id="(\w+)" label="([^"]*)">\n([\s\S]*?)\n<\/untrusted id="\1">/g;
  return new Map([...prompt.matchAll(fenced)].map(([, , label = '', text = '']) => [label, text]));
}

/** Numbers of the `12| some text` lines. */
const numbersIn = (text = ''): number[] =>
  [...text.matchAll(/^(\d+)\| /gm)].map(([, number]) => Number(number));

/** The title of the section that a prompt asks for. */
export const sectionAsked = (request: ModelRequest): string =>
  /^Section: (.*)$/m.exec(quotedIn(request).get('section') ?? '')?.[1] ?? '';

/** Quotes the first sentence of the first passage and claims to cover everything; without passages it says what is missing. */
function draftSection(request: ModelRequest): Reply {
  const quoted = quotedIn(request);
  const passage = quoted.get('passage 1')?.split('\n').slice(2).join('\n');
  const quote = passage && (/^[\s\S]*?[.!?](?=\s|$)/.exec(passage)?.[0] ?? passage);
  const covered = numbersIn(quoted.get('numbered requirements'));
  return quote
    ? json({ content: `${quote} [1]`, quotes: [{ passage: 1, quote }], covered, missing: [] })
    : json({ content: '', quotes: [], covered: [], missing: ['Somebody has to say this.'] });
}

export interface ScriptedProposals {
  /** How many times a draft of this section was asked for. */
  draftsOf(title: string): number;
}

/** Makes the model server answer all tasks of a proposal as a sensible model would. */
export function scriptProposals(model: ModelServer, { draftDelayMs = 0 } = {}): ScriptedProposals {
  const drafts = new Map<string, number>();
  model.on('read_requirements', (request) =>
    json({
      requirements: numbersIn(quotedIn(request).get('numbered points')).map((point) => ({
        point,
        kind: 'REQUIREMENT',
      })),
    }),
  );
  model.on('outline_proposal', () => json({ sections: [] }));
  model.on('draft_section', (request) => {
    const title = sectionAsked(request);
    drafts.set(title, (drafts.get(title) ?? 0) + 1);
    return draftDelayMs > 0 ? delay(draftDelayMs, draftSection(request)) : draftSection(request);
  });
  model.on('summarize_proposal', () => json({ paragraphs: [{ text: 'In short, we can.', sections: [3] }] }));
  model.on('review_proposal', () => json({ findings: [] }));
  return { draftsOf: (title) => drafts.get(title) ?? 0 };
}
