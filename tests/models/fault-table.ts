import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AiFailureKind } from '../../src/ai/index.js';
import { FAULTS, type Fault } from './faults.js';

/**
 * The table of docs/models.md, which tells what the tests of the fault matrix have seen:
 *
 *     npx tsx tests/models/fault-table.ts --write
 */
const path = new URL('../../docs/models.md', import.meta.url);
const BEGIN = '<!-- faults: npx tsx tests/models/fault-table.ts --write -->\n';
const END = '<!-- /faults -->';

const inRfp: Record<Fault['fails'], string> = {
  answer: 'its answer, the run goes on',
  run: 'the run, in `ERROR`',
  nothing: 'nothing: it waits',
};

const again: Record<AiFailureKind, string> = {
  'rate-limited': 'when the provider lets it',
  unavailable: 'yes',
  malformed: 'once at once, to repair it; then yes',
  rejected: 'no',
  refused: 'no',
  aborted: 'no',
};

const row = ({ name, kind, asked, chat, draft, fails }: Fault): string => {
  const said = draft && draft !== chat ? `${chat}<br>Where it is not streamed: ${draft}` : chat;
  return `| ${[name, `\`${kind}\``, again[kind], asked, inRfp[fails], said].join(' | ')} |`;
};

export const faultTable = (): string =>
  [
    '| what happens | class | asked again | requests for a question | what fails of an RFP | what the user reads |',
    '|---|---|---|---|---|---|',
    ...FAULTS.map(row),
    '',
  ].join('\n');

/** The table as the documentation has it; null where it has none. */
export function documentedTable(): string | null {
  const text = readFileSync(path, 'utf8');
  const [, table] = text.split(BEGIN);
  return table === undefined ? null : (table.split(END)[0] ?? null);
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  if (rest === undefined) throw new Error('docs/models.md has no place for the table.');
  writeFileSync(path, `${before}${BEGIN}${faultTable()}${END}${rest.split(END)[1]}`);
}
