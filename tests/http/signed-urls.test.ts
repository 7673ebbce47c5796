import { expect, test } from 'vitest';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { pdf } from '../formats/support/pdf.js';
import { account, askAs, mailsOf, mutate, tokenIn } from '../identity/support/accounts.js';
import { apiClient } from '../support/api-client.js';
import { untilReady, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const LINKS = `query ($id: String!, $seconds: Int) {
  workflow(workflowId: $id) {
    outputFile { url docx: signedUrl(expiresIn: $seconds) { url expiresAt } md: signedUrl(format: MD) { url } }
    document { downloads { pdf: signedUrl(format: PDF, expiresIn: $seconds) { url } } }
    rfpAnalysis { questions { location { citation { document {
      pages { signedImageUrl(width: 200, expiresIn: $seconds) { url } }
    } } } } }
  }
}`;

test('a signed link leads to one file for a while, without signing in', { timeout: 180_000 }, async () => {
  await using service = await testService({ BIDWRIGHT_MASTER_KEYS: newMasterKey() });
  const { url } = service;
  const ada = await account(url, 'ada@example.com');
  const api = apiClient(url, ada.token);
  const content = Buffer.from(
    pdf([[{ text: '1. Describe how customer data at rest is encrypted.', x: 72, y: 740, size: 12 }]]),
  );
  const { workflow } = await uploadRfp(api, { name: 'rfp.pdf', content });
  await untilReady(api, workflow.workflowId);
  const linksOf = async (token: string, seconds: number) =>
    (await askAs(url, token, LINKS, { id: workflow.workflowId, seconds })).body;
  const open = (link: string) => fetch(link);
  const statusOf = async (link: string) => (await open(link)).status;

  const { data } = await linksOf(ada.token, 300);
  const { outputFile, document, rfpAnalysis } = data.workflow;
  const [{ location }] = rfpAnalysis.questions;
  const image = location.citation.document.pages[0].signedImageUrl.url;
  const opened = [outputFile.docx.url, outputFile.md.url, document.downloads.pdf.url, image];
  const types = await Promise.all(opened.map(async (link) => (await open(link)).headers.get('content-type')));
  expect(types).toEqual([
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    expect.stringContaining('text/markdown'),
    'application/pdf',
    'image/png',
  ]);
  const left = new Date(outputFile.docx.expiresAt).getTime() - Date.now();
  expect(left).toBeGreaterThan(200_000);
  expect(left).toBeLessThanOrEqual(300_000);

  // Nothing else, and not changed.
  expect(await statusOf(outputFile.url)).toBe(401);
  const signed = new URL(outputFile.docx.url).searchParams.get('signed')!;
  const changed = [
    outputFile.md.url.replace('format=md', 'format=docx'),
    `${url}/documents/${workflow.workflowId}/download?format=docx&signed=${encodeURIComponent(signed)}`,
    outputFile.docx.url.slice(0, -2),
    `${outputFile.url}?format=docx&signed=`,
    image.replace('width=200', 'width=2000'),
  ];
  expect(await Promise.all(changed.map(statusOf))).toEqual([403, 403, 403, 403, 403]);
  // On another route it counts for nothing.
  expect(await statusOf(`${url}/usage.csv?signed=${encodeURIComponent(signed)}`)).toBe(401);

  for (const seconds of [0, 86_401]) {
    const { errors } = await linksOf(ada.token, seconds);
    expect(errors[0].message).toContain('1 to 86400 seconds');
  }
  const short = (await linksOf(ada.token, 1)).data.workflow.outputFile.docx.url;
  await expect.poll(() => statusOf(short), { timeout: 10_000 }).toBe(403);

  // Of who may not any more.
  await mutate(url, ada.token, 'inviteMember', { email: 'bob@example.com', role: 'viewer' }, '__typename');
  const bob = await account(url, 'bob@example.com', {
    invitationToken: tokenIn((await mailsOf(service)).at(-1)!),
  });
  const his = (await linksOf(bob.token, 300)).data.workflow.outputFile.docx.url;
  expect(await statusOf(his)).toBe(200);
  const { id: userId } = (await askAs(url, bob.token, '{ me { id } }')).body.data.me;
  await mutate(url, ada.token, 'setMemberDisabled', { userId, disabled: true }, '__typename');
  expect(await statusOf(his)).toBe(403);
  await api.close();
});
