import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installRuntime } from '../../temporal/worker.js';
import { loadEnvFile } from '../load-env-file.js';
import { createLog } from '../platform/observability/log.js';
import { parseEnv } from '../platform/settings/env.js';
import { startService } from '../service.js';
import { exitWithMessage, stopOnSignal } from '../stop-on-signal.js';
import { run, upload } from './demo/api.js';
import { follow } from './demo/follow.js';
import { addSampleKnowledge } from './demo/knowledge.js';
import { bold, createScreen, dim } from './demo/screen.js';

/** `npm run demo`: the service, and a sample RFP answered before your eyes. */
async function main(): Promise<void> {
  loadEnvFile();
  // The sample knowledge base is that of a fictional vendor.
  const env = parseEnv({ VENDOR_NAME: 'Larkfield Software', ...process.env });
  const log = createLog(process.env.LOG_LEVEL ?? 'warn');
  const screen = createScreen();
  const examples = fileURLToPath(new URL('../../../examples', import.meta.url));

  installRuntime(log);
  screen.line(dim('Starting PostgreSQL, Temporal, the API and a worker …'));
  const service = await startService(env, log);
  const url = service.url!;
  stopOnSignal(service, () => screen.line('\nStopping …'));

  const { documents, pairs } = await addSampleKnowledge(url, join(examples, 'knowledge'));
  screen.line(`Knowledge base: ${documents} documents and ${pairs} approved answers of a fictional vendor.`);
  screen.line(
    service.engine === 'rules'
      ? 'Engine: rules. Answers are composed of quoted sentences; set OPENAI_API_KEY to have a model draft them.'
      : `Engine: ${service.engine}.`,
  );
  const { uploadRfp } = await upload<{ uploadRfp: { workflow: { workflowId: string } } }>(
    url,
    `mutation ($file: File!) {
      uploadRfp(input: { file: $file, clientName: "Northwind Regional Health Authority", industry: "Healthcare" }) {
        workflow { workflowId }
        errors { message }
      }
    }`,
    join(examples, 'sample-rfp.pdf'),
  );
  const { workflowId } = uploadRfp.workflow;
  screen.line(`RFP: examples/sample-rfp.pdf → ${bold(workflowId)}\n`);

  const output = await follow(url, workflowId, screen);
  const path = await saveOutput(join(env.dataDir, 'demo'), output);
  screen.line(bold('\nThe response is written.'));
  screen.line(`  DOCX         ${relative(process.cwd(), path)}`);
  screen.line(`  GraphiQL     ${url}/graphql`);
  screen.line(`  Subscription ${subscriptionLink(url, workflowId)}`);
  if (service.temporalUiUrl)
    screen.line(
      `  Temporal UI  ${service.temporalUiUrl}/namespaces/${env.temporal.namespace}/workflows/${workflowId}`,
    );
  const { workflow } = await run<{ workflow: { generatedResponses: { status: string }[] } }>(
    url,
    'query ($workflowId: String!) { workflow(workflowId: $workflowId) { generatedResponses { status } } }',
    { workflowId },
  );
  const isAnswered = ({ status }: { status: string }) => status === 'DRAFTED' || status === 'APPROVED_MATCH';
  const open = workflow.generatedResponses.filter((answer) => !isAnswered(answer)).length;
  screen.line(
    `\n${workflow.generatedResponses.length - open} answers are drafted from quoted sources or taken from the answer library; ${open} ask for your input, ` +
      'because the knowledge base does not hold enough.',
  );
  screen.line('The service goes on running. Stop it with Ctrl-C.');
}

async function saveOutput(
  folder: string,
  { filename, url }: { filename: string; url: string },
): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the response could not be downloaded: ${await response.text()}`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, filename);
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  return path;
}

function subscriptionLink(url: string, workflowId: string): string {
  const query = `subscription {
  workflowEvents(workflowId: "${workflowId}") {
    __typename
    sequence
    at
    ... on WorkflowStateChanged { from to }
    ... on AnswerUpdated { answer { text confidence status question { number text } sources { text } } }
  }
}`;
  return `${url}/graphql?query=${encodeURIComponent(query)}`;
}

main().catch(exitWithMessage);
