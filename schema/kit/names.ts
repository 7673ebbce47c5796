/** What a text, or an id that is no global one, may name: something of an organization, or of the product itself. */
export type Named =
  | 'address'
  | 'apiKey'
  | 'asked'
  | 'client'
  | 'content'
  | 'credential'
  | 'department'
  | 'embeddingModel'
  | 'finding'
  | 'industry'
  | 'invitation'
  | 'model'
  | 'node'
  | 'organization'
  | 'question'
  | 'source'
  | 'tag'
  | 'template'
  | 'title'
  | 'word'
  | 'action'
  | 'documentType'
  | 'eventKind'
  | 'itemKind'
  | 'permission'
  | 'provider'
  | 'signInProvider'
  | 'subjectType'
  | 'task';

/**
 * Declares of an argument or input field what its value may name: something is found by it, or would be found to be there
 * already. `tags: t.stringList({ ...names('tag') })`. The tenancy walk knows from it what of another organization to put in;
 * global ids say so by `globalID`, and the readable id of a workflow, versions, cursors and keys by what they are called.
 */
export const names = (what: Named): { extensions: { names: Named } } => ({ extensions: { names: what } });

export const namedBy = (input: { extensions: object }): Named | null =>
  (input.extensions as { names?: Named }).names ?? null;
