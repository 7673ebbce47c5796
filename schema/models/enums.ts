import { AiRequestOutcome, ModelTask } from '../../generated/client/enums.js';
import { builder } from '../builder.js';

export const ModelTaskEnum = builder.enumType('ModelTask', {
  description: 'What models are asked for. Each has a route of its own.',
  values: {
    [ModelTask.EXTRACTION]: { description: 'Reading: questions, requirements, who answers what.' },
    [ModelTask.DRAFTING]: { description: 'Answers to RFPs and sections of proposals.' },
    [ModelTask.REVIEW]: { description: 'Reviews of what was drafted.' },
    [ModelTask.CHAT]: { description: 'Questions to the knowledge base.' },
    [ModelTask.EMBEDDINGS]: { description: 'The search by meaning.' },
  } as const,
});

export const AiRequestOutcomeEnum = builder.enumType('AiRequestOutcome', {
  description: 'What a request to a model came to.',
  values: {
    [AiRequestOutcome.ANSWERED]: { description: 'The model gave a reply that was accepted.' },
    [AiRequestOutcome.FAILED]: { description: 'See `failure`.' },
    [AiRequestOutcome.CACHE_EXACT]: { description: 'The reply to the same request, from the cache.' },
    [AiRequestOutcome.CACHE_SEMANTIC]: {
      description: 'The reply to a question of nearly the same meaning, from the cache.',
    },
    [AiRequestOutcome.UNKNOWN]: {
      description:
        'It is under way, or its process ended before the reply was there. Its tokens are those that were sent, roughly.',
    },
  } as const,
});
