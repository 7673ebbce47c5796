import { Footer, Header, PageNumber, Paragraph, Tab, TextRun } from 'docx';
import { oneLine } from './clean.js';
import type { Cover } from './cover.js';

/** What stands at the head of every page but the first. */
export function runningHeader({ clientName, title }: Cover): Header {
  return new Header({
    children: [
      new Paragraph({
        style: 'Header',
        children: [
          new TextRun(oneLine(clientName ?? '', 50)),
          new TextRun({ children: [new Tab(), oneLine(title, 60)] }),
        ],
      }),
    ],
  });
}

/** What stands at the foot of every page but the first: the vendor, and "Page X of Y". */
export function runningFooter({ vendorName }: Cover): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'Footer',
        children: [
          new TextRun(oneLine(vendorName, 50)),
          new TextRun({
            children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  });
}
