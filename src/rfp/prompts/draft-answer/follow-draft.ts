import type { Follow } from '../../../ai/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { followAnswer } from '../follow-answer.js';

/** Shows the text of a draft while a model writes it, each attempt from its beginning. */
export const followDraft =
  (passages: Hit[], draft: { restart(): void; show(text: string): void }): Follow =>
  () => {
    draft.restart();
    const mayShow = ({ sufficient }: Record<string, unknown>) => (sufficient === undefined ? null : true);
    return followAnswer({ passages, mayShow }, (text) => draft.show(text));
  };
