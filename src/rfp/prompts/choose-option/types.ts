export interface OptionToChoose {
  /** Verbatim from the form. */
  question: string;
  section: string | null;
  context: string | null;
  /** What the form says of how to answer. */
  hint: string | null;
  /** What the form's list offers, to the letter. */
  options: string[];
  /** The answer as it was drafted, with markers [n] for its sources. */
  answer: string;
  /** What the answer rests on, in order. */
  quotes: { text: string; stance: string | null }[];
}

export interface ChosenOption {
  /** One of the options, to the letter; null where the evidence decides for none. */
  choice: string | null;
}
