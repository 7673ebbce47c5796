import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Reply } from '../support/api-client.js';
import { untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

test('every block of the document has a label, and every question lies in a block of its kind', async () => {
  await using service = await sharedService();
  const { workflow } = await uploadRfp(service, {
    name: 'sample-rfp.pdf',
    content: readFileSync('examples/sample-rfp.pdf'),
  });
  await untilReady(service, workflow.workflowId);
  const done = (
    await service.run(
      `query ($w: String!) { workflow(workflowId: $w) {
        documentBlocks { position kind label text number page start end parts { label text start end } }
        rfpAnalysis { questions { kind text location { start end page } } }
      } }`,
      { w: workflow.workflowId },
    )
  ).workflow;

  const blocks: Reply[] = done.documentBlocks;
  expect(blocks.map(({ position }) => position)).toEqual(blocks.map((_, i) => i));
  expect(new Set(blocks.map(({ label }) => label))).toEqual(
    new Set(['QUESTION', 'REQUIREMENT', 'INSTRUCTION', 'CONTEXT', 'FURNITURE']),
  );
  for (const { text, start, end, parts } of blocks) {
    expect(text).toHaveLength(end - start);
    for (const part of parts) expect(text.slice(part.start - start, part.end - start)).toBe(part.text);
  }
  for (const { kind, text, location } of done.rfpAnalysis.questions) {
    const block = blocks.find(({ start, end }) => start <= location.start && location.start < end);
    const labels = block.parts
      .filter(({ start, end }: Reply) => start < location.end && end > location.start)
      .map(({ label }: Reply) => label);
    expect([text, labels.includes(kind)]).toEqual([text, true]);
    expect(location.page).toBeGreaterThanOrEqual(block.page);
  }
});
