import { sentencesOf } from '../sentences.js';
import { passageVoice } from './passage.js';
import { hasPlaceholder } from './placeholder.js';
import { sentenceVoice } from './sentence.js';
import type { Speaker, Voice } from './types.js';

/** "No.", "Partially", "Does not support": a verdict by itself. */
const WORDS_OF_A_VERDICT = 4;

const YES = /^\W*(?:yes|ja|oui|s[íi]|compl|supp)/i;

/**
 * The voice of an answer: that of its verdict, unless the first remark takes a Yes back ("Yes. Planned for May."); of
 * one without a verdict that of its sentences in sum.
 */
export function answerVoice(answer: string, speaker: Speaker): Voice {
  if (hasPlaceholder(answer)) return { speaker, stance: 'PLACEHOLDER' };
  const sum = passageVoice(answer, speaker);
  // "No." may be an abbreviation elsewhere.
  const [, verdict, remark] = /^([^.!?\n]*)[.!]?(?:\s+([\s\S]*))?$/.exec(answer.trim()) ?? [];
  if (verdict === undefined || verdict.split(/\s+/).length > WORDS_OF_A_VERDICT) return sum;
  const stanceOf = (sentence: string) => sentenceVoice(sentence, { speaker, stance: 'ASSERTED' }).stance;
  const said = stanceOf(verdict);
  if (said !== 'ASSERTED') return { ...sum, stance: said };
  const added = remark ? stanceOf(firstSentence(remark)) : said;
  const takesBack = added === 'PLANNED' && YES.test(verdict);
  return takesBack ? { ...sum, stance: added } : sum;
}

const firstSentence = (text: string) => {
  const [first] = sentencesOf(text);
  return first ? text.slice(first.start, first.end) : text;
};
