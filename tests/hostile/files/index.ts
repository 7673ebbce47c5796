import type { HostileFile } from './hostile-file.js';
import { htmlFiles } from './html-files.js';
import { imageFiles } from './image-files.js';
import { otherFiles } from './other-files.js';
import { pdfFiles } from './pdf-files.js';
import { textFiles } from './text-files.js';
import { workbookFiles } from './workbook-files.js';
import { zipFiles } from './zip-files.js';

/** All files that are made to do harm or to confuse, each with the answer that it has to get. */
export type { HostileFile };
export const hostileFiles: HostileFile[] = [
  ...pdfFiles,
  ...zipFiles,
  ...workbookFiles,
  ...otherFiles,
  ...htmlFiles,
  ...imageFiles,
  ...textFiles,
];
