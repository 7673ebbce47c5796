import type { DraftedSource, Grounds, SentenceSupport } from '../../../grounding/index.js';
import type { Hit } from '../../../knowledge/index.js';

export interface DraftAnswerInput {
  /** Verbatim from the RFP. */
  question: string;
  kind: 'question' | 'requirement' | 'instruction';
  section: string | null;
  /** The stem of its list or the header of its column. */
  context: string | null;
  /** What a reviewer asks of a new draft. */
  guidance: string | null;
  clientName: string;
  industry: string | null;
  /** Best first. */
  passages: Hit[];
  /** What is trusted less than this, 0 to 1, is no answer: it is left to a person. */
  needsInputBelow: number;
}

export interface DraftedAnswer {
  /** Markdown. A marker [n] refers to the n-th source, from 1. */
  text: string;
  sources: DraftedSource[];
  /** What stands behind each sentence of the text, in order. */
  sentences: SentenceSupport[];
  /** 0 to 1, see `confidenceOf`. */
  confidence: number;
  /** APPROVED_MATCH: the text is an approved answer of the library as it stands. */
  status: 'DRAFTED' | 'APPROVED_MATCH' | 'NEEDS_INPUT';
}

/** An answer by rules, before it is said how far it may be trusted. */
export interface Composed extends Omit<DraftedAnswer, 'confidence'> {
  /** What its confidence is drawn from; null where nothing of ours was found. */
  grounds: Grounds | null;
  /** What it lacks to be an answer. */
  lacks: Lack | null;
}

/** PART: something else that is asked is answered. */
export type Lack = 'EVIDENCE' | 'PART' | 'AGREEMENT';
