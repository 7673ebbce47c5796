import { createWriteStream, readFileSync, writeSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { drawPage } from './draw-page.js';
import { fileTooLarge } from './errors.js';
import { extractDocument } from './extract.js';
import { inspectDocument } from './inspect.js';
import { MAX_FILE_BYTES } from './limits.js';
import { failure, type Notice, packRead, type Reply, type Request } from './sandbox-protocol.js';

/** The parent reads the reply here; libraries write to the standard streams as they like. */
const REPLY_FD = 3;
const REQUEST_FD = 0;

async function answer(request: Request): Promise<Reply> {
  const { size } = await stat(request.path);
  if (size > MAX_FILE_BYTES) throw fileTooLarge();
  const bytes = new Uint8Array(await readFile(request.path));
  switch (request.task) {
    case 'inspect':
      return {
        task: 'inspect',
        inspection: await inspectDocument(bytes, request.filename ?? undefined, request.accepts),
      };
    case 'extract': {
      const read = await extractDocument(bytes, request.format, request.limits, { recognising });
      return { task: 'extract', ...packRead(read) };
    }
    case 'draw': {
      const png = await drawPage(bytes, request.format, request.wanted);
      return { task: 'draw', png: Buffer.from(png).toString('base64') };
    }
    case 'form': {
      const { readForm } = await import('./questionnaire/index.js');
      return { task: 'form', form: readForm(bytes, request.format, request.regions) };
    }
    case 'fill': {
      const { patchWorkbook } = await import('./ooxml/index.js');
      const { file, ...rest } = patchWorkbook(bytes, request.edits.cells);
      return { task: 'fill', ...rest, file: Buffer.from(file).toString('base64') };
    }
  }
}

function recognising(pages: number) {
  const notice: Notice = { task: 'recognising', pages };
  writeSync(REPLY_FD, `${JSON.stringify(notice)}\n`);
}

// A parent that was killed cannot kill its children.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();

// Answers to be written do not fit into an argument.
const request = JSON.parse(readFileSync(REQUEST_FD, 'utf8')) as Request;
const reply = await answer(request).catch(failure);
createWriteStream('', { fd: REPLY_FD }).end(JSON.stringify(reply), () => process.exit(0));
