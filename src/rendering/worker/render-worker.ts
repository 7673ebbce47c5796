import { parentPort, workerData } from 'node:worker_threads';
import { renderDocument } from '../document.js';
import { renderPdf } from '../pdf/index.js';
import type { RenderRequest } from './types.js';

const { format, document } = workerData as RenderRequest;
const content = await (format === 'pdf' ? renderPdf(document) : renderDocument(document));
parentPort!.postMessage(content);
