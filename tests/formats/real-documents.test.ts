import { describe, expect, test } from 'vitest';
import { extractDocument, inspectDocument, type SourceFormat } from '../../src/formats/index.js';
import { dataFile, hasData } from './support/data.js';
import { expectSound } from './support/invariants.js';

const files: [string, SourceFormat, number | null][] = [
  ['alaska_aries_checklist.pdf', 'pdf', 2],
  ['alaska_aries_evaluation_form.pdf', 'pdf', 3],
  ['gsa_coe_discovery_bpa_rfq.pdf', 'pdf', 24],
  ['gsa_coe_rfi.pdf', 'pdf', 7],
  ['gsa_tts_iaas_rfq.md', 'markdown', null],
  ['hhs_tdrs_final_rfq.doc', 'doc', null],
  ['hhs_tdrs_final_rfq.docx', 'docx', null],
  ['srt_GREEN_NLM-11-007-KDB.txt', 'text', null],
  ['srt_RED_2G3GMobileNetworkRange.txt', 'text', null],
  ['vsaq_webapp.txt', 'text', null],
  ['alaska_aries_cost_proposal.xlsx', 'xlsx', null],
  ['gsa_coe_vendor_qa.xlsx', 'xlsx', null],
];

const read = (name: string, format: SourceFormat) => extractDocument(dataFile(name), format);

describe.skipIf(!hasData)('real documents (skipped where the collection of public RFPs is absent)', () => {
  test.each(files)('%s is sound', async (name, format, pageCount) => {
    expect(await inspectDocument(dataFile(name), name)).toMatchObject({
      format,
      pageCount,
      needsOcr: false,
      // Both Word files have the same picture.
      leftOut: name.startsWith('hhs') ? [{ kind: 'PICTURES', count: 1 }] : [],
    });
    const document = await read(name, format);
    expectSound(document);
    expect(document.pageCount).toBe(pageCount);
  });

  test('money in a workbook reads as Excel shows it', async () => {
    const { blocks } = await read('alaska_aries_cost_proposal.xlsx', 'xlsx');
    const texts = blocks.map(({ text }) => text);
    expect(texts).toContain('Sample PM\t$55\t5000\t$275,000');
  });

  test('every page of the RFQ has its header and footer as furniture, and no sentence holds them', async () => {
    const { blocks } = await read('gsa_coe_discovery_bpa_rfq.pdf', 'pdf');
    const running = blocks.filter((block) => block.furniture === null);
    expect(blocks.filter((block) => block.furniture === 'page-number')).toHaveLength(24);
    expect(running.filter((block) => /Page \d+ of 24|ID01190012 - Centers/.test(block.text))).toEqual([]);
    const cloud = running.find((block) => block.text.startsWith('Cloud Adoption: Perform'))!;
    expect(cloud.page).toBe(4);
    expect(cloud.text).toContain('execution, and provide recommendations using the latest technologies');
  });

  test('the questions of the printed form are whole, one block each', async () => {
    const { blocks } = await read('gsa_coe_rfi.pdf', 'pdf');
    const texts = blocks.map((block) => block.text);
    expect(texts).toContain(
      'If oral presentations were to be required as part of proposal evaluation, how would you ensure that presentations focused upon and gave evidence of technical expertise? *',
    );
    expect(
      blocks
        .filter((block) => block.furniture !== null)
        .map((block) => block.text)
        .join('\n'),
    ).toMatch(/docs\.google\.com/);
    expect(
      blocks
        .filter((block) => block.furniture === null)
        .map((block) => block.text)
        .join('\n'),
    ).not.toMatch(/docs\.google\.com/);
  });

  test('the Word 97 and the Word 2007 copy of one document give nearly the same text', async () => {
    const words = async (name: string, format: SourceFormat) =>
      (await read(name, format)).blocks.flatMap((block) =>
        block.furniture ? [] : (block.text.match(/[\p{L}\p{N}]+/gu) ?? []),
      );
    const old = await words('hhs_tdrs_final_rfq.doc', 'doc');
    const recent = await words('hhs_tdrs_final_rfq.docx', 'docx');
    const same = recent.filter(
      (word, index) => old[index] === word || old[index + 1] === word || old[index - 1] === word,
    );
    expect(same.length / Math.max(old.length, recent.length)).toBeGreaterThan(0.95);
  });
});
