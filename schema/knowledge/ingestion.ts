import { builder } from '../builder.js';
import { tenantNode } from '../kit/tenant-node.js';
import { OF_RUN, RunRef } from '../runs.js';

builder.prismaNode('Ingestion', {
  ...tenantNode('knowledge.view', { where: { item: { deletedAt: null } } }),
  interfaces: [RunRef],
  description:
    'The run that reads a document and cuts it into passages. There is one for the life of the document; each version and each retry is another attempt.',
  select: { id: true, run: { select: OF_RUN } },
  fields: (t) => ({
    item: t.relation('item', { description: 'The document.' }),
    version: t.exposeInt('targetVersion', {
      description: 'The version of the document that the latest attempt is about.',
    }),
    attempt: t.int({
      description: 'How many times it was begun: for each version, and at each retry.',
      select: { run: { select: { attempt: true } } },
      resolve: ({ run }) => run.attempt,
    }),
  }),
});

builder.prismaObjectField('KnowledgeItem', 'ingestion', (t) =>
  t.relation('ingestion', { nullable: true, description: 'Of documents.' }),
);
