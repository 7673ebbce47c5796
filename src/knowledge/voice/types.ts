import type { Speaker, Stance } from '../../../generated/client/enums.js';

export type { Speaker, Stance };

/** Who says something, and how it stands. */
export interface Voice {
  speaker: Speaker;
  stance: Stance;
}

/** The voice of what was stored before there were labels is not known yet. */
export const voiceOf = ({
  speaker,
  stance,
}: {
  speaker: Speaker | null;
  stance: Stance | null;
}): Voice | null => (speaker === null || stance === null ? null : { speaker, stance });

/**
 * Whether something may stand as evidence of what we say about ourselves: our own statements and denials. A denial is
 * evidence of what it says, quoted with its negation.
 */
export const isEvidence = (voice: Voice | null): boolean =>
  voice?.speaker === 'US' && (voice.stance === 'ASSERTED' || voice.stance === 'NEGATED');
