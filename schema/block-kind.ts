import type { BlockKind } from '../src/formats/index.js';
import { enumOf } from './kit/enum-of.js';

export const BlockKindEnum = enumOf<BlockKind>('BlockKind', 'What a piece of a document is.', {
  heading: 'A heading.',
  paragraph: 'Running text.',
  'list-item': 'An item of a list.',
  'table-row': 'A row of a table, its cells one after the other.',
});
