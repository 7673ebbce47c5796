import { apiClient } from '../../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../../support/knowledge.js';
import { type ModelServer, modelServer } from '../../support/model-server.js';
import { textRfp, uploadRfp } from '../../support/rfp.js';
import { type ScriptedEngine, scriptEngine } from '../../support/scripted-engine.js';
import { questionsAbout } from './account.js';
import type { Random } from './random.js';

/** A model for the processes under test. */
export interface Stage extends AsyncDisposable {
  model: ModelServer;
  engine: ScriptedEngine;
  /** The settings that lead a process to the model. */
  env: Record<string, string>;
  /** Resolves when so many drafts have been asked for, in all. */
  drafts(howMany: number): Promise<void>;
}

export async function stage(draftDelayMs: number): Promise<Stage> {
  const model = await modelServer();
  const engine = scriptEngine(model, { draftDelayMs });
  return {
    model,
    engine,
    env: { OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' },
    drafts: (howMany) => model.until(() => engine.drafts >= howMany),
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

/** Uploads an RFP of so many questions, over the API at `url`; returns its workflow id. */
export async function uploadQuestions(url: string, howMany: number): Promise<string> {
  const api = apiClient(url);
  try {
    const { workflow, errors } = await uploadRfp(api, textRfp(questionsAbout(howMany)));
    if (!workflow) throw new Error(errors[0]?.message);
    return workflow.workflowId;
  } finally {
    await api.close();
  }
}

export async function addKnowledge(url: string): Promise<void> {
  const api = apiClient(url);
  await SAMPLE_KNOWLEDGE.addTo(api);
  await api.close();
}

/** Points of a run, in drafts asked for, that lie apart from each other and from its ends. */
export function pointsOf(random: Random, howMany: number, questions: number): number[] {
  const share = Math.floor((questions - 10) / howMany);
  return Array.from({ length: howMany }, (_, i) => 4 + i * share + random.between(0, share - 1));
}
