import { plainText } from './markdown.js';
import type { DraftedSection } from './prompts/section/index.js';

/** The client's requirements in the client's words, and the section that takes up each: the same with every engine. */
export function needsSection(
  clientName: string,
  requirements: readonly { position: number; text: string; section: string | null }[],
): DraftedSection {
  const client = plainText(clientName, 200);
  const content =
    requirements.length === 0
      ? `${client} names no requirement that this proposal could be measured by.`
      : [
          `${client} asks for the following. Each point is taken up in the section named beside it.`,
          [
            '| No. | Your requirement | Taken up in |',
            '| --- | --- | --- |',
            ...requirements.map(
              ({ position, text, section }) =>
                `| ${position} | ${plainText(text)} | ${plainText(section ?? '–', 120)} |`,
            ),
          ].join('\n'),
        ].join('\n\n');
  return { content, sources: [], confidence: 1, status: 'DRAFTED', covered: [] };
}
