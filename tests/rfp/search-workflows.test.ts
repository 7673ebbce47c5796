import { expect, test } from 'vitest';
import { createProposal } from '../support/proposals.js';
import { sharedService } from '../support/shared-service.js';

test('a search takes per cent signs, underscores and backslashes for what they are', async () => {
  await using service = await sharedService();
  for (const clientName of ['100% Care', '100 Care', 'Blue_Sky', 'Blue Sky', 'A\\B', 'AB'])
    await createProposal(service, { clientName });
  const named = async (search: string) => {
    const list = '{ edges { node { clientName } } }';
    const found = await service.run(`query ($search: String!) { workflows(search: $search) ${list} }`, {
      search,
    });
    return found.workflows.edges.map(({ node }: { node: { clientName: string } }) => node.clientName);
  };
  expect(await named('100%')).toEqual(['100% Care']);
  expect(await named('e_s')).toEqual(['Blue_Sky']);
  expect(await named('\\')).toEqual(['A\\B']);
  expect(await named('care')).toEqual(['100 Care', '100% Care']);
});
