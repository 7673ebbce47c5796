import type { RunRow } from '../src/runs/index.js';
import { builder } from './builder.js';

/** What a type has that is a run: the life of one. */
interface WithRun {
  run: Pick<RunRow, 'kind' | 'state' | 'createdAt' | 'percent'>;
}

/** What a type that is a run selects of it. */
export const OF_RUN = { kind: true, state: true, createdAt: true, percent: true } as const;

export const RunRef = builder.interfaceRef<WithRun>('Run').implement({
  description: 'A durable piece of work: `runEvents` follows it.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    runKind: t.string({
      description: 'RFP_RESPONSE, QUICK_PROPOSAL, KNOWLEDGE_INGESTION.',
      resolve: ({ run }) => run.kind,
    }),
    runState: t.string({
      description:
        'Where it is. Each kind of run has states of its own; ERROR and CANCELLED are the same for all.',
      resolve: ({ run }) => run.state,
    }),
    percent: t.float({
      description: '0 to 100; it never goes back, but where it is begun anew.',
      resolve: ({ run }) => run.percent,
    }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ run }) => run.createdAt }),
  }),
});
