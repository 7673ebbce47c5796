/** A question of the conversation so far, with what came of it. */
export interface Turn {
  /** As it was asked. */
  question: string;
  /** As it was looked up; null where that was never known. */
  query: string | null;
  /** Markdown; empty where there is none. */
  answer: string;
}

export interface RewriteQuestionInput {
  question: string;
  /** Oldest first. */
  turns: Turn[];
}

/** A question that can be understood without those before it. */
export interface Standalone {
  query: string;
  /** Words that rules took over from the question before; empty where none were needed, and with a model. */
  carried: string[];
}
