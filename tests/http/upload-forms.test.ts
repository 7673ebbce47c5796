import { expect, test } from 'vitest';
import { sharedService } from '../support/shared-service.js';

type Part = [name: string, value: string | File];

const RFP = new File(['Do you encrypt all data at rest?\nDescribe your backups.\n'], 'rfp.txt');

async function send(url: string, parts: Part[]) {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  const response = await fetch(url, { method: 'POST', body: form });
  const { errors } = (await response.json()) as {
    errors: { code: string; message: string; path: string[] | null }[];
  };
  return { status: response.status, error: errors[0] };
}

test('a form is taken as it is meant, or refused with the field at fault', async () => {
  await using service = await sharedService();
  const file: Part = ['file', RFP];
  const client: Part = ['clientName', 'Northwind'];
  const cases: [route: string, parts: Part[], path: string, says: RegExp][] = [
    ['rfp', [file, client, ['clientname', 'Northwind']], 'clientname', /takes file, clientName/],
    ['rfp', [['dueAt', '2027-01-01'], client, file], 'dueAt', /not taken here/],
    ['rfp', [file, client, ['__proto__', 'x']], '__proto__', /not taken here/],
    ['rfp', [file, client, ['clientName', 'Contoso']], 'clientName', /twice/],
    ['rfp', [file, client, ['industry', 'x'.repeat(20_000)]], 'industry', /more than 10000 bytes/],
    ['rfp', [file, client, ['file', RFP]], 'file', /more than one file/],
    ['rfp', [file, client, ['attachment', RFP]], 'attachment', /not taken here/],
    ['knowledge', [file, ['name', 'Security']], 'name', /takes file, title/],
    ['knowledge', [['tag', 'security'], file], 'tag', /not taken here/],
    ['rfp', [['clientName', RFP], file], 'clientName', /is a text/],
    ['rfp', [client, ['file', 'What is your name?']], 'file', /is a text/],
  ];
  const odd: unknown[] = [];
  for (const [route, parts, path, says] of cases) {
    const { status, error } = await send(`${service.url}/upload/${route}`, parts);
    if (
      status !== 422 ||
      error?.code !== 'INVALID_INPUT' ||
      error.path?.at(-1) !== path ||
      !says.test(error.message)
    )
      odd.push([parts, status, error]);
  }
  expect(odd).toEqual([]);
  const left = await service.run('{ workflows { totalCount } knowledge { totalCount } }');
  expect(left).toEqual({ workflows: { totalCount: 0 }, knowledge: { totalCount: 0 } });
  expect((await send(`${service.url}/upload/rfp`, [file, client])).status).toBe(201);
});

test('a file that is refused is the field at fault', async () => {
  await using service = await sharedService();
  const empty = new File([], 'empty.pdf');
  const { error } = await send(`${service.url}/upload/rfp`, [
    ['file', empty],
    ['clientName', 'Northwind'],
  ]);
  expect(error).toMatchObject({ code: 'EMPTY_FILE', path: ['input', 'file'] });
  for (const [mutation, more] of [
    ['uploadRfp', ', clientName: "Northwind"'],
    ['uploadKnowledge', ''],
  ]) {
    const payload = await service.upload(
      `mutation ($file: File!) { ${mutation}(input: { file: $file${more} }) { errors { code path } } }`,
      { name: 'empty.pdf', content: new Uint8Array() },
    );
    expect(payload[mutation!].errors).toEqual([{ code: 'EMPTY_FILE', path: ['input', 'file'] }]);
  }
});
