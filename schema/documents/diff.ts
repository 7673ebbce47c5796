import type { DiffHunk, DiffLine, DiffSpan } from '../../src/documents/index.js';
import { builder } from '../builder.js';

const DiffHunkKind = builder.enumType('DiffHunkKind', {
  description: 'Whether lines were added, removed, or both.',
  values: { ADDED: { value: 'added' }, REMOVED: { value: 'removed' }, CHANGED: { value: 'changed' } },
} as const);

const DiffLineKind = builder.enumType('DiffLineKind', {
  description: 'Whether a line is in both versions or in one of them.',
  values: {
    CONTEXT: { value: 'context', description: 'Stands in both texts.' },
    REMOVED: { value: 'removed' },
    ADDED: { value: 'added' },
  },
} as const);

const DiffSpanKind = builder.enumType('DiffSpanKind', {
  description: 'Whether a piece of a line is in both versions or in one of them.',
  values: {
    SAME: { value: 'same' },
    CHANGED: { value: 'changed', description: 'Stands in this line only, not in its counterpart.' },
  },
} as const);

const DiffSpanType = builder.objectRef<DiffSpan>('DiffSpan').implement({
  description: 'A piece of a line.',
  fields: (t) => ({
    kind: t.expose('kind', { type: DiffSpanKind }),
    text: t.exposeString('text'),
  }),
});

const DiffLineType = builder.objectRef<DiffLine>('DiffLine').implement({
  description: 'A line of one version or of both, with what changed within it.',
  fields: (t) => ({
    kind: t.expose('kind', { type: DiffLineKind }),
    text: t.exposeString('text'),
    spans: t.expose('spans', {
      type: [DiffSpanType],
      description: 'The line in pieces, word by word where its counterpart is much alike; else one piece.',
    }),
  }),
});

export const DiffHunkType = builder.objectRef<DiffHunk>('DiffHunk').implement({
  description: 'Changes that stand together, with up to three lines around them.',
  fields: (t) => ({
    kind: t.expose('kind', { type: DiffHunkKind }),
    oldStart: t.exposeInt('oldStart', { description: 'Its first line in the old text, from 1.' }),
    newStart: t.exposeInt('newStart', { description: 'Its first line in the new text, from 1.' }),
    lines: t.expose('lines', { type: [DiffLineType] }),
  }),
});
