import { globalId } from '../../schema/ids.js';
import type { ApiOnly } from '../http/api-only.js';

/** Edits an answer as a client does, with headers. */
export async function editOverHttp(
  { url }: Pick<ApiOnly, 'url'>,
  answerId: string,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: EDIT, variables: { input: editOf(answerId, text) } }),
  });
}

export const EDIT = `mutation EditAnswer($input: UpdateAnswerInput!) {
  updateAnswer(input: $input) { answer { id } errors { code message } }
}`;

export const editOf = (answerId: string, text: string) => ({ answerId: globalId('Answer', answerId), text });

/** The records there are, in order. */
export const recordsOf = ({ app }: Pick<ApiOnly, 'app'>) =>
  app.db.auditRecord.findMany({ orderBy: [{ at: 'asc' }, { id: 'asc' }] });
