import type { ISectionOptions } from 'docx';
import type { Cover } from './cover.js';
import { runningFooter, runningHeader } from './running.js';
import type { PageGeometry } from './theme.js';

/** Paper and margins, and what stands at the head and foot of every page but the first. */
export const pageSetup = (
  { width, height, top, bottom, left, right }: PageGeometry,
  cover: Cover,
): Omit<ISectionOptions, 'children'> => ({
  properties: {
    titlePage: true,
    page: {
      size: { width, height },
      margin: { top, bottom, left, right, header: 720, footer: 620 },
    },
  },
  headers: { default: runningHeader(cover) },
  footers: { default: runningFooter(cover) },
});
