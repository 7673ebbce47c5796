import { sentencesOf } from '../sentences.js';
import { sentenceVoice } from './sentence.js';
import type { Speaker, Stance, Voice } from './types.js';

/** The stance of several statements in sum: what asserts comes before what does not. */
const IN_SUM: readonly Stance[] = [
  'ASSERTED',
  'NEGATED',
  'CONDITIONAL',
  'PLANNED',
  'QUESTION',
  'PLACEHOLDER',
];

/**
 * The voice of a passage: whose it is by the structure of its document, unless no sentence of it is; and the stance of
 * the statements of whoever speaks, in sum.
 */
export function passageVoice(text: string, speaker: Speaker): Voice {
  const of: Voice = { speaker, stance: 'ASSERTED' };
  const voices = sentencesOf(text).map(({ start, end }) => sentenceVoice(text.slice(start, end), of));
  const own = voices.filter((voice) => voice.speaker === speaker);
  const said = own.length > 0 ? own : voices;
  const sum = IN_SUM.find((stance) => said.some((voice) => voice.stance === stance)) ?? 'ASSERTED';
  return { speaker: said[0]?.speaker ?? speaker, stance: sum };
}
