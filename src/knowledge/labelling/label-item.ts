import type { KnowledgeItem } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { SourceFormat } from '../../formats/index.js';
import { cutText } from '../cut-text.js';
import { type NewPassage, passagesOf } from '../passages.js';
import { answerVoice, demands, documentSpeaker, passageVoice, type Voice } from '../voice/index.js';

/** What a label is made of. */
export interface Unlabelled {
  id: string;
  text: string;
  question: string | null;
  section: string | null;
}

/**
 * The voices of passages that were stored before there were labels. What stands in tables is told by cutting the item
 * again: a row of it that would be cut otherwise today, or not at all, is the words of whoever asks.
 */
export async function voicesOf(
  app: App,
  item: KnowledgeItem,
  passages: readonly Unlabelled[],
  signal: AbortSignal,
): Promise<Voice[]> {
  if (item.kind === 'qa_pair') return passages.map(({ text }) => answerVoice(text, 'US'));
  const titles = new Set(passages.flatMap(({ section }) => section?.split(' > ') ?? []));
  const blocks = [...titles, ...passages.map(({ text }) => text)].map((text) => ({ ...BLOCK, text }));
  const speaker = documentSpeaker({ blocks });
  // A file is read again for its tables alone: of running text what is stored says enough.
  const isCut = item.kind === 'text' || passages.some(isOfTable);
  const cut = isCut ? await cutAgain(app, item, signal) : [];
  const today = new Map(cut.map((passage) => [keyOf(passage), passage]));
  return passages.map((passage) => {
    const same = today.get(keyOf(passage));
    if (same) return { speaker: same.speaker, stance: same.stance };
    if (isOfTable(passage)) return { speaker: 'BUYER', stance: 'QUESTION' };
    const { section, text } = passage;
    const isDemanded = speaker === 'US' && demands(section?.split(' > ') ?? [], text);
    return passageVoice(text, isDemanded ? 'BUYER' : speaker);
  });
}

const BLOCK = { row: null, furniture: null };

/** Cells stand between tabs or bars. */
const isOfTable = ({ question, text }: Unlabelled) =>
  question !== null || /\t|^\s*\|.*\|\s*$|\w \| \w/m.test(text);

/** Whatever the cells of an answer are joined by. */
const keyOf = ({ question, text }: Pick<Unlabelled, 'question' | 'text'>) =>
  `${question ?? ''}\n${text.replace(/[^\p{L}\p{N}]+/gu, '')}`;

/** @returns nothing where the text or file is gone, or cannot be read any more */
async function cutAgain(app: App, item: KnowledgeItem, signal: AbortSignal): Promise<NewPassage[]> {
  const version = await app.db.knowledgeVersion.findUnique({
    where: { itemId_version: { itemId: item.id, version: item.version } },
    include: { file: true },
  });
  if (version?.content != null) return cutText(item.title, version.content);
  if (!version?.file) return [];
  const { storageKey, format } = version.file;
  return app.documents
    .extract(app.storage.pathOf(storageKey), format as SourceFormat, { signal })
    .then(passagesOf)
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
      app.log.warn(
        { item: item.id, error: String(error) },
        'a document could not be read to label its tables',
      );
      return [];
    });
}
