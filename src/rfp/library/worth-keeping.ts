import { saysNothing } from '../../grounding/index.js';
import { answerVoice, isEvidence, MOST_ANSWER, MOST_QUESTION } from '../../knowledge/index.js';

export interface ApprovedAnswer {
  kind: 'QUESTION' | 'REQUIREMENT' | 'INSTRUCTION';
  /** Verbatim from the RFP. */
  question: string;
  context: string | null;
  /** Markdown, with markers. */
  answer: string;
  /** How many sources it has: markers up to this number are citations. */
  sources: number;
  clientName: string;
}

/** Hold for the one document they were given in. */
const TRIVIAL =
  /^\W*(?:n\/?a|not applicable|none|see (?:above|below|attached|attachment|our proposal)\b.{0,60})\W*$/i;

/**
 * The pair that an approved answer makes for the library; null where it is of no use to the next RFP: an instruction
 * of this one, an answer that says nothing or only points elsewhere, holds a placeholder, states nothing that is so
 * today, or names the client.
 */
export function pairFrom({ kind, question, context, answer, sources, clientName }: ApprovedAnswer) {
  if (kind === 'INSTRUCTION') return null;
  const pair = {
    question: oneLine(context === null ? question : `${context} ${question}`),
    answer: withoutMarkers(answer, sources),
  };
  if (pair.question === '' || pair.question.length > MOST_QUESTION) return null;
  if (!/[\p{L}\p{N}]/u.test(pair.answer) || pair.answer.length > MOST_ANSWER) return null;
  if (saysNothing(pair.answer) || TRIVIAL.test(pair.answer) || !isEvidence(answerVoice(pair.answer, 'US')))
    return null;
  return names(`${pair.question}\n${pair.answer}`, clientName) ? null : pair;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Citations point to the sources of the answer; in the library the answer is a source itself. */
export function withoutMarkers(answer: string, sources: number): string {
  return answer
    .replace(/(?<!\s)\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g, (marker, list: string) =>
      list.split(/[,;]/).every((number) => Number(number) >= 1 && Number(number) <= sources) ? '' : marker,
    )
    .trim();
}

function names(text: string, clientName: string): boolean {
  const plain = (value: string) =>
    ` ${value
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `;
  const name = plain(clientName);
  return name.trim().length > 2 && plain(text).includes(name);
}
