import { expect, test } from 'vitest';
import { foundIn } from '../support/items.js';
import { sharedService } from '../support/shared-service.js';

interface Answer {
  item: Record<string, unknown>;
  existing: boolean;
  errors: { code: string; path: string[] }[];
}

test('a document of the knowledge base may be streamed', async () => {
  await using service = await sharedService();
  const post = async (fields: Record<string, string>, content: string | null) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    if (content !== null) form.set('file', new Blob([content]), 'plan.md');
    const response = await fetch(`${service.url}/upload/knowledge`, { method: 'POST', body: form });
    return { status: response.status, ...((await response.json()) as Answer) };
  };
  const content = '# Plan\n\nDrills take place twice a year.\n';
  const added = await post({ title: 'Continuity plan', tags: 'BCM, drills,,' }, content);
  expect(added).toMatchObject({
    status: 201,
    existing: false,
    errors: [],
    item: {
      kind: 'document',
      title: 'Continuity plan',
      source: 'plan.md',
      tags: ['bcm', 'drills'],
      state: 'READY',
      passages: 1,
    },
  });
  expect(await foundIn(service, 'drills')).toHaveLength(1);
  expect(await post({}, content)).toMatchObject({ status: 200, existing: true, item: { id: added.item.id } });

  const keyed = { title: 'Access', idempotencyKey: 'click-1' };
  const once = await post(keyed, 'Access is reviewed.');
  expect(once).toMatchObject({ status: 201, existing: false });
  expect(await post(keyed, 'Access is reviewed.')).toEqual(once);
  for (const [fields, text] of [
    [keyed, 'Access is not reviewed.'],
    [{ ...keyed, title: 'Other' }, 'Access is reviewed.'],
  ] as const)
    expect(await post(fields, text)).toMatchObject({ status: 409, errors: [{ code: 'CONFLICT' }] });

  expect(await post({ title: 'x' }, null)).toMatchObject({
    status: 422,
    errors: [{ code: 'INVALID_INPUT', path: ['file'] }],
  });
  expect((await post({}, ' \n')).errors).toMatchObject([{ code: 'EMPTY_FILE' }]);
  expect((await post({ title: 'x'.repeat(300) }, 'Other text.')).errors).toMatchObject([
    { path: ['input', 'title'] },
  ]);
});
