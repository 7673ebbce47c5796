import { AiFailure } from '../ai/index.js';
import type { App } from '../app-types.js';
import { BudgetExceeded } from '../models/index.js';
import { DATABASE_AWAY, isOutage } from '../platform/database/outage.js';
import type { Ending } from './live-answers.js';

/** Why a question was not answered. */
export interface AnswerFailure {
  /**
   * QUOTA_EXCEEDED (a budget is spent), UNAVAILABLE (the model or the database; the message says what to do), CANCELLED (whoever asked left),
   * INTERRUPTED (the process was stopped), INTERNAL.
   */
  code: 'QUOTA_EXCEEDED' | 'UNAVAILABLE' | 'CANCELLED' | 'INTERRUPTED' | 'INTERNAL';
  message: string;
}

/** What to tell of an error. One that is nobody's but ours is logged. */
export function failureOf(app: App, error: unknown, signal: AbortSignal): AnswerFailure {
  if (signal.aborted) return endings[signal.reason as Ending];
  if (error instanceof BudgetExceeded) return { code: 'QUOTA_EXCEEDED', message: error.message };
  if (error instanceof AiFailure) return { code: 'UNAVAILABLE', message: error.message };
  if (isOutage(error)) return { code: 'UNAVAILABLE', message: DATABASE_AWAY };
  app.log.error({ err: error }, 'a question could not be answered');
  const message = 'Something went wrong in the service. Ask again; if it stays, ask the operator.';
  return { code: 'INTERNAL', message };
}

const endings: Record<Ending, AnswerFailure> = {
  left: { code: 'CANCELLED', message: 'Nobody was waiting for the answer any more. Ask again.' },
  closing: { code: 'INTERRUPTED', message: 'The process that was answering was stopped. Ask again.' },
};
