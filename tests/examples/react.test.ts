import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { chromiumPath, startChromium } from '../support/chromium.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { relayTo } from '../support/relay.js';
import { getWorkflow, textRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const example = resolve(import.meta.dirname, '../../examples/react');
const QUESTIONS = [
  'How do you encrypt data at rest?',
  'Where is customer data stored?',
  'Who may see our data?',
];

/** The built page, served as `npx vite preview` does, in front of a service. */
async function preview(serviceUrl: string) {
  const port = await freePort();
  const vite = resolve(example, '../../node_modules/vite/bin/vite.js');
  const server = spawn(
    process.execPath,
    [vite, 'preview', '--host', '127.0.0.1', '--port', `${port}`, '--strictPort'],
    {
      cwd: example,
      env: { ...process.env, NODE_ENV: 'production', BIDWRIGHT_URL: serviceUrl },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(server.stdout!, 'data');
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL');
      await once(server, 'close');
    },
  };
}

const stateOf = (page: Page) => page.getByTestId('state');
const edit = (page: Page, question: string) => page.getByRole('article', { name: question });

test.skipIf(!chromiumPath)(
  'the React example uploads, follows through a cut, shows a conflict and downloads (skipped where there is no Chromium)',
  { timeout: 180_000 },
  async () => {
    await promisify(execFile)('npm', ['run', 'build'], {
      cwd: example,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    await using service = await testService();
    await SAMPLE_KNOWLEDGE.addTo(service);
    await using relay = await relayTo(service.url);
    await using server = await preview(relay.url);
    await using browser = await startChromium();
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.goto(server.url);
    const rfp = textRfp(QUESTIONS);
    await page.getByLabel('Who asks').fill('Northwind');
    const file = { name: rfp.name, mimeType: 'text/plain', buffer: rfp.content };
    await page.getByLabel('Their document').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('heading', { name: 'Northwind' }).waitFor({ timeout: 60_000 });
    // What happens while the page hears nothing comes after.
    relay.cut();
    relay.open();
    await expect.poll(() => stateOf(page).textContent(), { timeout: 60_000 }).toBe('READY');
    for (const question of QUESTIONS) await edit(page, question).waitFor();

    const workflowId = new URL(page.url()).hash.slice(1);
    const { generatedResponses } = await getWorkflow(service, workflowId);
    const card = edit(page, QUESTIONS[0]!);
    await card.getByRole('button', { name: 'Edit' }).click();
    await service.run(
      'mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) { errors { code } } }',
      {
        input: { answerId: generatedResponses[0].id, text: 'What a colleague wrote.' },
      },
    );
    await card.getByRole('textbox').fill('What I wrote.');
    await card.getByRole('button', { name: 'Save' }).click();
    expect(await card.getByRole('alert').textContent()).toContain('What a colleague wrote.');
    expect((await getWorkflow(service, workflowId)).generatedResponses[0].text).toBe(
      'What a colleague wrote.',
    );
    await card.getByRole('button', { name: 'Save' }).click();
    await card.getByRole('textbox').waitFor({ state: 'detached' });
    expect((await getWorkflow(service, workflowId)).generatedResponses[0].text).toBe('What I wrote.');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the response' }).click(),
    ]);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(download.suggestedFilename()).toMatch(/\.docx$/);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    expect(problems).toEqual([]);
  },
);
