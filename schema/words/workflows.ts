import type { Words } from './index.js';

const OF_EVENT = {
  at: 'When it was committed.',
};
const LINES = { linesAdded: 'Lines that came.', linesRemoved: 'Lines that went.' };

export const workflows: Words = {
  Event: OF_EVENT,
  WorkflowEvent: {
    sequence: 'Its number among the events of the workflow, from 1 and without gaps.',
    ...OF_EVENT,
  },
  AnswerSentence: { end: 'Where it ends, exclusive.' },
  Answer: {
    sources: 'The quotes that it rests on, in the order of its markers [1], [2], …',
    status: 'Whose text it is, and whether somebody has approved it.',
    updatedAt: 'When its text or status changed last.',
    approvedAt: 'Set while it is APPROVED.',
  },
  AnswerPayload: { answer: 'The answer after the change; null where nothing was changed.' },
  Question: {
    kind: 'What the client wants with it.',
    section: 'The heading that it stands under; null where there is none.',
    location: 'Where it stands in the uploaded document.',
    answer: 'What is answered; PENDING until it is drafted.',
  },
  BlockPart: {
    label: 'What it was taken for.',
    text: 'Verbatim.',
    start: 'Where it begins in the text of the document, in UTF-16 units.',
    end: 'Where it ends, exclusive.',
  },
  DocumentBlock: {
    number: 'The number that it has in the document: "3.2.1"; null for none.',
    page: 'From 1; null where the format has no pages of its own.',
    end: 'Where it ends in the text of the document, exclusive.',
    parts: 'The labelled pieces of it, in order.',
  },
  ReviewIssue: {
    code: 'What kind of issue it is, for programs.',
    severity: 'How much it matters.',
    message: 'What was found, in a sentence.',
    question: 'The question that it is about; null where it is about something else.',
  },
  ReviewResult: {
    overallQuality: 'How good the whole is.',
    issuesFound: 'What somebody should look at, in the order in which it stands.',
    reviewedAt: 'When it was reviewed last.',
  },
  WorkflowProgress: {
    steps: 'How many steps there are.',
    label: 'What is being done, to be shown as it is.',
    questionsAnswered: 'Questions that have an answer by now; drafted sections of a proposal.',
  },
  RfpAnalysis: {
    totalQuestions: 'How many things there are to answer.',
    sections: 'The headings under which they stand, in order.',
    questions: 'All of them, in the order of the document.',
  },
  OutputFile: {
    filename: 'The name that it is downloaded under.',
    url: 'Where it is downloaded, by whoever may see the workflow.',
    mediaType: 'Its Content-Type.',
    sizeBytes: 'Its size.',
  },
  WorkflowFailure: {
    code: 'What kind of failure it is, for programs.',
    message: 'What was wrong and what to do, to be shown as it is.',
    at: 'When it stopped.',
  },
  Workflow: {
    kind: 'Whether it answers an RFP or drafts a proposal.',
    state: 'How far it has come: docs/guide.md.',
    progress: 'The same as a bar shows it.',
    clientName: 'Whom it is for.',
    industry: 'Of the client, as it was given.',
    createdAt: 'When it was begun.',
    updatedAt: 'When its run moved last.',
    completedAt: 'When its run came to READY; null until then.',
  },
  UploadRfpPayload: { workflow: 'The run that was started; null where the file was refused.' },
  WorkflowPayload: { workflow: 'The workflow after the change; null where nothing was changed.' },
  WorkflowStateChanged: {
    ...OF_EVENT,
    from: 'The state that it was in.',
    to: 'The state that it is in since.',
  },
  QuestionsExtracted: { ...OF_EVENT, totalQuestions: 'How many things there are to answer.' },
  AnswerUpdated: { ...OF_EVENT, answer: 'The answer as it is by now.' },
  ReviewCompleted: { ...OF_EVENT, reviewResult: 'What was found, as it is by now.' },
  OutputReady: { ...OF_EVENT, outputFile: 'The file, as it is by now.' },
  WorkflowFailed: { ...OF_EVENT, failure: 'Why it stopped.' },
  AnswerDraftEvent: {
    kind: 'What to do with the text that is shown.',
    answerId: 'The `id` of the Answer that is being written.',
    questionId: 'The `id` of the Question that it answers.',
  },
  DocumentConflict: {
    currentVersion: 'The version that the document is at.',
    currentDocument: 'The document as it is now; null where it is gone.',
  },
  DocumentPayload: { document: 'The document after the change; null where nothing was changed.' },
  DocumentDownloads: {
    docx: 'Where it is downloaded as a Word file.',
    pdf: 'Where it is downloaded as a PDF.',
    markdown: 'Where it is downloaded as Markdown.',
  },
  DiffSpan: { kind: 'Whether the words stayed, came or went.', text: 'The words.' },
  DiffLine: { kind: 'Whether the line came or went.', text: 'The line, without its end.' },
  DiffHunk: {
    kind: 'Whether lines came, went, or others took their place.',
    lines: 'Those that went before those that came.',
  },
  DocumentVersion: {
    version: 'From 1.',
    title: 'The title that the document had.',
    characters: 'The length of the text.',
    linesRemoved: 'Against the version before; null where the two were not compared.',
    createdAt: 'When it was saved.',
    downloads: 'Where this version is downloaded.',
  },
  DocumentDiff: {
    from: 'The version on the left.',
    to: 'The version on the right.',
    hunks: 'What changed, in the order of the text.',
    ...LINES,
  },
  ReturnLine: { kind: 'Whether the answer or the comment goes there.', outcome: 'What became of it.' },
  ReturnReport: {
    unchanged: 'Cells in which it stood already.',
    refused: 'Cells that may not be written, or not with that.',
    writtenAt: 'When the file was written.',
  },
  QuestionnaireSheet: { name: 'As its tab shows it.', state: 'Whether it is seen.' },
  MarkColumn: { column: 'By its letters.', option: 'What a mark in it chooses.' },
  QuestionnaireRegion: {
    sheet: 'The name of the sheet.',
    layout: 'Where answers stand by their questions.',
    marks: 'Columns of which one is marked to choose; empty where answers are written.',
  },
  QuestionnaireMapping: {
    status: 'Whether a person has confirmed it.',
    confirmedBy: 'Who confirmed it; null while nobody has.',
    confirmedAt: 'When it was confirmed; null while it is not.',
  },
  Questionnaire: { mapping: 'Where it asks and where the answers go.' },
  MappingChanged: { at: 'When it was committed.', status: 'Whether it is confirmed since.' },
  MappingPayload: { workflow: 'The workflow after the change; null where nothing was changed.' },
  HighlightRange: { start: 'Where it begins.', end: 'Where it ends, exclusive.' },
  DocumentSnippet: { text: 'The passage, without Markdown.' },
  DocumentSection: { answer: 'The answer that stands there.', end: 'Where its text ends, exclusive.' },
  Document: {
    workflowId: 'The readable id of the workflow that it belongs to.',
    title: 'As the files for download show it.',
    clientName: 'Whom it is for; null where nobody is named.',
    downloads: 'Where the current version is downloaded.',
  },
};
