import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect } from 'vitest';
import { apiClient } from '../../support/api-client.js';
import { getWorkflow } from '../../support/rfp.js';

/** The response document is whole and as long as the API says, and no part of a file lies about. */
export async function expectResponseFile(url: string, workflowId: string, dataDir: string): Promise<void> {
  const api = apiClient(url);
  const { outputFile } = await getWorkflow(api, workflowId);
  await api.close();
  const response = await fetch(`${url}/download/${workflowId}`);
  const content = new Uint8Array(await response.arrayBuffer());
  expect(content.length).toBe(outputFile.sizeBytes);
  expect(Object.keys(unzipSync(content))).toContain('word/document.xml');
  const names = await readdir(join(dataDir, 'files'), { recursive: true });
  expect(names.filter((name) => name.endsWith('.part'))).toEqual([]);
}
