import { factsOf, sameQuestion } from '../../../grounding/index.js';
import type { AnswerToReview, Issue } from './types.js';

/** Contradictions that rules can see without guessing: different values of one measure, yes against no. */
export function contradictionsIn(answers: AnswerToReview[]): Issue[] {
  return [...measuresThatDiffer(answers), ...yesAgainstNo(answers)];
}

function measuresThatDiffer(answers: AnswerToReview[]): Issue[] {
  const stated = new Map<string, { value: number; shown: string; position: number }[]>();
  for (const { position, answer } of answers) {
    for (const { measure, value, shown } of factsOf(answer)) {
      stated.set(measure, [...(stated.get(measure) ?? []), { value, shown, position }]);
    }
  }
  return [...stated].flatMap(([measure, facts]) => {
    const first = facts[0]!;
    const other = facts.find(({ value }) => value !== first.value);
    if (!other) return [];
    const places = (value: number) =>
      facts
        .filter((fact) => fact.value === value)
        .map(({ position }) => position)
        .join(', ');
    const values = [...new Map(facts.map((fact) => [fact.value, fact])).values()];
    const list = values.map(({ value, shown }) => `${shown} (question ${places(value)})`).join(', ');
    const message = `The answers state different values for the ${measure}: ${list}. Check which one holds.`;
    return [{ code: 'CONTRADICTION' as const, severity: 'HIGH' as const, message, position: other.position }];
  });
}

function yesAgainstNo(answers: AnswerToReview[]): Issue[] {
  const saying = (word: RegExp) => answers.filter(({ answer }) => word.test(answer));
  const noes = saying(/^\W*no\b(?!\.? ?\d)/i);
  return saying(/^\W*yes\b/i).flatMap((yes) =>
    noes
      .filter((no) => sameQuestion(yes.question, no.question) !== null)
      .map((no) => ({
        code: 'CONTRADICTION' as const,
        severity: 'HIGH' as const,
        message: `Question ${yes.position} is answered yes, question ${no.position} asks the same and is answered no.`,
        position: Math.max(yes.position, no.position),
      })),
  );
}
