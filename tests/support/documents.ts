import type { ApiClient, Reply } from './api-client.js';

const FIELDS = `
  document { id workflowId title content version documentType clientName generated lastEditedBy { email } }
  conflict { currentVersion currentDocument { version title content } }
  unlinked { question { position } }
  errors { code message path currentVersion }`;

async function mutate(api: ApiClient, name: string, input: Record<string, unknown>): Promise<Reply> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${FIELDS} } }`;
  return (await api.run(query, { input }))[name];
}

export const createDocument = (api: ApiClient, input: Record<string, unknown>) =>
  mutate(api, 'createDocument', input);
export const saveDocument = (api: ApiClient, input: Record<string, unknown>) =>
  mutate(api, 'saveDocument', input);
export const restoreDocument = (api: ApiClient, input: Record<string, unknown>) =>
  mutate(api, 'restoreDocument', input);

/** The document of a workflow with its versions and the answers that stand in it. */
export const getDocument = async (api: ApiClient, workflowId: string): Promise<Reply> =>
  (
    await api.run(
      `query ($workflowId: String!) {
        document(workflowId: $workflowId) {
          title content version generated documentType lastEditedBy { email }
          sections { start end answer { id text status question { position } document { version } } }
          versions(first: 50) { totalCount edges { node {
            version title characters linesAdded linesRemoved restoredFrom editedBy { email }
          } } }
          downloads { docx pdf markdown }
        }
      }`,
      { workflowId },
    )
  ).document;
