import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getWorkflow, untilReady, uploadRfp } from '../support/rfp.js';
import { sharedService } from '../support/shared-service.js';

const folder = '../shared/data/rfps';
const present = existsSync(folder);
const names = present ? readdirSync(folder) : [];

test.skipIf(!present)(
  'each real document is answered from end to end, and each spreadsheet is refused',
  { timeout: 300_000 },
  async () => {
    await using service = await sharedService();
    for (const name of names) {
      const { workflow, errors } = await uploadRfp(service, {
        name,
        content: readFileSync(`${folder}/${name}`),
      });
      if (name.endsWith('.xlsx')) {
        expect([name, errors[0]?.code]).toEqual([name, 'UNSUPPORTED_FILE']);
        continue;
      }
      expect([name, errors]).toEqual([name, []]);
      await untilReady(service, workflow.workflowId);
      const { state, rfpAnalysis, generatedResponses } = await getWorkflow(service, workflow.workflowId);
      expect([name, state]).toEqual([name, 'READY']);
      expect(generatedResponses).toHaveLength(rfpAnalysis.totalQuestions);
      // The Alaskan forms are for evaluators; whether they ask the vendor anything is a matter of judgement.
      if (!name.startsWith('alaska_')) expect([name, rfpAnalysis.totalQuestions > 0]).toEqual([name, true]);
    }
  },
);
