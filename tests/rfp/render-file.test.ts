import { expect, test } from 'vitest';
import { renderFile, renderInRun } from '../../src/rendering/worker/render-file.js';

const document = (markdown: string) => ({
  title: 'Title',
  clientName: 'Northwind',
  vendorName: 'Larkfield Software',
  kindLabel: 'Proposal',
  reference: 'WF-QUICK-1',
  generatedAt: new Date('2026-11-20T14:59:00Z'),
  markdown,
});

test('files are made while the service goes on', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  const files = await Promise.all([
    renderFile({ format: 'pdf', document: document('# Hello') }),
    renderFile({ format: 'docx', document: document('# Hello') }),
    renderFile({ format: 'pdf', document: document('# Waits for its turn') }),
  ]);
  clearInterval(timer);
  expect(files.map((file) => Buffer.from(file).subarray(0, 2).toString())).toEqual(['%P', 'PK', '%P']);
  expect(turns).toBeGreaterThan(10);
});

test('a document that takes too long is refused with what to do, and its thread ends', async () => {
  const long = document('| a | b |\n|---|---|\n'.concat('| cell | cell |\n'.repeat(100_000)));
  await expect(renderFile({ format: 'pdf', document: long }, 1_500)).rejects.toMatchObject({
    kind: 'file-too-large',
    message: expect.stringContaining('Download it as Markdown'),
  });
  expect((await renderFile({ format: 'pdf', document: document('short') })).length).toBeGreaterThan(1_000);
});

test('runs are never turned away, however many render at once', async () => {
  const response = {
    clientName: 'Northwind',
    industry: null,
    vendorName: 'Larkfield Software',
    engine: 'rules',
    generatedAt: new Date('2026-11-20T14:59:00Z'),
    sourceFilename: 'questions.pdf',
    sections: [],
    review: null,
  };
  const requests = Array.from({ length: 30 }, () => renderInRun({ format: 'response', document: response }));
  const files = await Promise.all(requests);
  expect(new Set(files.map((file) => Buffer.from(file).subarray(0, 2).toString()))).toEqual(new Set(['PK']));
});
