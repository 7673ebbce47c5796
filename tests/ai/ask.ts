import { z } from 'zod';
import { type AiFailure, type AiSettings, type CompletionRequest, createAi } from '../../src/ai/index.js';
import type { ModelServer } from '../support/model-server.js';

export const apiKey = 'sk-proj-Zq7LwBv93kXyT0aRm';
export const answerSchema = z.object({ answer: z.string(), score: z.number().min(0).max(1).nullable() });
export const good = { answer: 'Yes, in all regions.', score: 0.5 };

export const aiFor = (model: Pick<ModelServer, 'url'>, settings: Partial<AiSettings> = {}) =>
  createAi({ apiKey, baseUrl: model.url, model: 'test-model', ...settings });

export const question: CompletionRequest<z.infer<typeof answerSchema>> = {
  task: 'draft answer',
  system: 'Answer the question.',
  user: 'Do you encrypt data at rest?',
  schema: answerSchema,
  schemaName: 'draft_answer',
};

/** The failure that this must end in; a success or another error fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<AiFailure> {
  const error = await promise.then(
    () => new Error('It should have failed.'),
    (reason: unknown) => reason,
  );
  if (!isAiFailure(error)) throw error;
  return error;
}

const isAiFailure = (error: unknown): error is AiFailure =>
  error instanceof Error && error.name === 'AiFailure';
