import { Footer, Header, PageNumber, Paragraph, Tab, TextRun } from 'docx';
import { oneLine } from './clean.js';
import { responseTitle } from './cover.js';
import type { ResponseDocument } from './types.js';

/** What stands at the head of every page but the first. */
export function runningHeader(doc: ResponseDocument): Header {
  return new Header({
    children: [
      new Paragraph({
        style: 'Header',
        children: [
          new TextRun(oneLine(doc.clientName, 70)),
          new TextRun({ children: [new Tab(), responseTitle] }),
        ],
      }),
    ],
  });
}

/** What stands at the foot of every page but the first: the vendor, and "Page X of Y". */
export function runningFooter(doc: ResponseDocument): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Footer',
        children: [
          new TextRun(`${oneLine(doc.vendorName, 50)}  ·  ${oneLine(doc.workflowId, 50)}`),
          new TextRun({
            children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });
}
