import type { Words } from './index.js';

const OF_EVENT = {
  at: 'When it was committed.',
  itemId: 'The `id` of the KnowledgeItem, also where that is gone by now.',
};
const SPAN = { start: 'Where it begins in the text, in UTF-16 units.', end: 'Where it ends, exclusive.' };

export const knowledge: Words = {
  KnowledgeEvent: OF_EVENT,
  LeftOut: { kind: 'What was left out.' },
  SourceMetadata: {
    source: 'What the passage is quoted as: the title or file name of where it stands.',
    section: 'The heading that it stands under; null where there is none.',
    page: 'The page that it stands on, from 1; null where the format has no pages of its own.',
    start:
      'Where it begins in the text of the source document, in UTF-16 units; null where that is not known.',
    end: 'Where it ends, exclusive.',
    knowledgeId: 'The `id` of the KnowledgeItem that it was taken from; null where that is gone.',
  },
  SourcePage: { height: 'In points.' },
  SourceBlock: {
    page: 'The page that it begins on, from 1; null where the format has no pages of its own.',
    end: 'Where it ends in the text of the document, exclusive.',
  },
  SourceDocument: { blocks: 'Headings, paragraphs, list items and table rows, in reading order.' },
  Rectangle: { width: 'In points.', height: 'In points.' },
  Citation: { end: 'Where the quote ends in the text of the document, exclusive.' },
  Source: { metadata: 'Where the quote stands.' },
  KnowledgePassage: { end: 'Where it ends in the text of the item, exclusive.' },
  KnowledgeFile: {
    filename: 'The name that it was uploaded under.',
    format: 'What it was found to be: pdf, docx, … See docs/formats.md.',
    sizeBytes: 'Its size.',
    sha256: 'SHA-256 of its bytes, as hexadecimal digits.',
  },
  KnowledgeVersion: { createdAt: 'When it was added.', createdBy: 'Who added it.' },
  KnowledgeUsage: { answer: 'The answer that quotes the item.' },
  KnowledgeProgress: { passagesTotal: 'How many passages the text makes; null until it is cut.' },
  KnowledgeFailure: {
    code: 'What kind of failure it is, for programs.',
    at: 'When it failed.',
  },
  KnowledgeItem: {
    title: 'What it is called; it is searched as well.',
    tags: 'What it is filed under, for filters.',
    createdAt: 'When it was added.',
    deletedAt: 'When it was taken out of the knowledge base; null while it is in it.',
    state: 'How far its ingestion is.',
    progress: 'How far the ingestion under way has come.',
    reviewAt: 'When somebody should look whether it still holds; null for no such date.',
    lastReviewedAt: 'When somebody last found it right; null for never.',
    freshness: 'Whether it should be looked at again.',
  },
  KnowledgeTag: { tag: 'The tag as items have it.' },
  KnowledgePayload: { item: 'The item after the change; null where nothing was changed.' },
  KnowledgeStateChanged: { ...OF_EVENT, to: 'The state that it is in since.' },
  KnowledgeProgressed: { ...OF_EVENT, progress: 'How far it had come.' },
  KnowledgeFailed: { ...OF_EVENT, failure: 'Why it failed, and whether trying again may help.' },
  KnowledgeChanged: { ...OF_EVENT, change: 'What a person did to the item.' },
  PairProvenance: {
    workflowId: 'The readable id of the response that the answer was approved in.',
    clientName: 'Whom that response was for.',
    answer: 'The answer that was approved.',
    approvedAt: 'When it was approved; null where the pair was added by hand before.',
  },
  LibraryPair: { question: 'As it is looked up.' },
  MergeLibraryPairsPayload: { item: 'The pair that was kept; null where nothing was merged.' },
  TextSpan: SPAN,
  KnowledgeHit: { metadata: 'Where the passage stands.' },
  TextLocation: { page: 'From 1; null where the format has no pages of its own.', ...SPAN },
};
