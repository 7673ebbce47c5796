import { parentPort, workerData } from 'node:worker_threads';
import { passagesOfText } from './passages.js';

const { title, content } = workerData as { title: string; content: string };
parentPort!.postMessage(await passagesOfText(title, content));
