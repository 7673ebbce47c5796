import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { DomainError } from '../../platform/errors.js';

/** How many questions the document of a run holds; 0 where that is not known yet. */
export async function questionsTotal(
  { rfpResponse }: Pick<Tx, 'rfpResponse'>,
  { workflowId }: Run,
): Promise<number> {
  const found = await rfpResponse.findUnique({ where: { workflowId }, select: { questionsTotal: true } });
  return found?.questionsTotal ?? 0;
}

const MOST_QUESTIONS = 5000;

/** @throws {DomainError} file-too-large for what nobody could review: a dump of data, most likely */
export function checkCount(count: number): void {
  if (count > MOST_QUESTIONS)
    throw new DomainError(
      'file-too-large',
      `The document holds ${count} things to answer; at most ${MOST_QUESTIONS} are taken. Split it into its parts and upload them one by one.`,
    );
}
