/** What happens to the text of an answer that is being written. The deltas since the last reset make it up. */
export interface AnswerDelta {
  kind: 'delta' | 'reset' | 'done';
  answerId: string;
  questionId: string;
  /** Counts the beginnings of this draft. */
  attempt: number;
  /** What is put behind what came; empty but for a delta. */
  text: string;
  /** How many UTF-16 units came before. */
  offset: number;
  /** Of the event with which the answer was committed; null but for done. */
  sequence: number | null;
}

/** A text as it is to be shown. */
export interface Text {
  answerId: string;
  questionId: string;
  revision: number;
  attempt: number;
  text: string;
}

interface Shown {
  revision: number;
  attempt: number;
  text: string;
}

/** What one follower has been shown, and what brings that up to date. Holds no more texts than are being written. */
export class ShownAnswers {
  readonly #shown = new Map<string, Shown>();
  /** The revision in which an answer was committed: what was written for an earlier one is void. */
  readonly #committed = new Map<string, number>();

  has(answerId: string): boolean {
    return this.#shown.has(answerId);
  }

  /** From what was shown to a text that is being written. */
  *toward(draft: Text): Generator<AnswerDelta, void, void> {
    const { answerId, revision, attempt, text } = draft;
    if (revision < (this.#committed.get(answerId) ?? 0)) return;
    const before = this.#shown.get(answerId);
    const goesOn =
      !before || (before.revision === revision && before.attempt === attempt && text.startsWith(before.text));
    this.#shown.set(answerId, { revision, attempt, text });
    yield* pieces(draft, before?.text ?? '', goesOn);
  }

  /** From what was shown to the text that was committed, and that it was. */
  *committed(answer: Omit<Text, 'attempt'>, sequence: number): Generator<AnswerDelta, void, void> {
    const { answerId, questionId, revision, text } = answer;
    const before = this.#shown.get(answerId);
    const attempt = before?.attempt ?? 1;
    this.#shown.delete(answerId);
    this.#committed.set(answerId, revision);
    yield* pieces({ ...answer, attempt }, before?.text ?? '', !before || text.startsWith(before.text));
    yield { kind: 'done', answerId, questionId, attempt, text: '', offset: text.length, sequence };
  }
}

function* pieces(
  { answerId, questionId, attempt, text }: Text,
  shown: string,
  goesOn: boolean,
): Generator<AnswerDelta, void, void> {
  const piece = { answerId, questionId, attempt, sequence: null };
  if (!goesOn) yield { ...piece, kind: 'reset', text: '', offset: 0 };
  const offset = goesOn ? shown.length : 0;
  if (text.length > offset) yield { ...piece, kind: 'delta', text: text.slice(offset), offset };
}
