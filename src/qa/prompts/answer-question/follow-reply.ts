import type { Hit } from '../../../knowledge/index.js';
import { followAnswer } from '../../../rfp/index.js';

/** Tells the text of an answer while a model writes it; nothing of one that says that nothing was found. */
export const followReply = (passages: Hit[], onAnswer: (text: string) => void): ((piece: string) => void) =>
  followAnswer(
    { passages, mayShow: ({ answered }) => (answered === undefined ? null : answered !== 'none') },
    onAnswer,
  );
