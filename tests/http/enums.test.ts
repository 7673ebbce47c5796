import { isEnumType, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../schema/errors.js';
import { schema } from '../../schema/index.js';
import { addText } from '../support/items.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('every scalar of ours says where it is specified', () => {
  const ours = types.filter(isScalarType).filter((type) => !isSpecifiedScalarType(type));
  expect(ours.filter(({ specifiedByURL }) => !specifiedByURL).map(({ name }) => name)).toEqual([]);
  expect(ours.length).toBeGreaterThanOrEqual(3);
});

test('a string beside an enum is deprecated, and says by which field', () => {
  const odd: string[] = [];
  let found = 0;
  for (const type of types.filter(isObjectType))
    for (const { name, deprecationReason } of Object.values(type.getFields())) {
      const beside = /^(\w+) says the same by an enum/.exec(deprecationReason ?? '')?.[1];
      if (!beside) continue;
      found++;
      const other = type.getFields()[beside];
      const named = other && schema.getType(String(other.type).replace(/[[\]!]/g, ''));
      if (!isEnumType(named)) odd.push(`${type.name}.${name}`);
    }
  expect(odd).toEqual([]);
  expect(found).toBeGreaterThanOrEqual(9);
});

test('enums say what the strings beside them say', async () => {
  await using service = await sharedService();
  await addText(service, 'Security', 'All data at rest is encrypted with AES-256.');
  const { workflow } = await uploadRfp(service, textRfp(['Do you encrypt all data at rest?']));
  await untilReady(service, workflow.workflowId);
  const shown = await service.run(
    `query ($id: String!) {
      knowledge(filter: { kinds: [TEXT] }) { edges { node { kind itemKind } } }
      none: knowledge(filter: { kinds: [DOCUMENT] }) { edges { node { kind itemKind } } }
      document(workflowId: $id) { documentType type }
      documents(type: RFP_RESPONSE) { edges { node { type } } }
      proposals: documents(type: PROPOSAL) { edges { node { type } } }
      workflow(workflowId: $id) { rfpAnalysis { questions { route questionRoute } } }
      me { role memberRole }
    }`,
    { id: workflow.workflowId },
  );
  const [question] = shown.workflow.rfpAnalysis.questions;
  expect(question.questionRoute).toBe(question.route.toUpperCase());
  expect(shown).toMatchObject({
    knowledge: { edges: [{ node: { kind: 'text', itemKind: 'TEXT' } }] },
    none: { edges: [] },
    document: { documentType: 'rfp_response', type: 'RFP_RESPONSE' },
    documents: { edges: [{ node: { type: 'RFP_RESPONSE' } }] },
    proposals: { edges: [] },
    me: { role: 'owner', memberRole: 'owner' },
  });
  const { data } = await service.ask(
    'mutation { addKnowledge(input: { title: "", content: "" }) { errors { code errorCode } } }',
  );
  const [error] = data.addKnowledge.errors;
  expect(error.errorCode).toBe(error.code);
  expect(ERROR_CODES).toHaveProperty(error.errorCode);
});
