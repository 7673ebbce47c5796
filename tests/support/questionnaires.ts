import type { ApiClient, Reply } from './api-client.js';

const QUESTIONNAIRE = `query ($workflowId: String!) {
  workflow(workflowId: $workflowId) {
    state
    rfpAnalysis { totalQuestions sections questions {
      position number text section context hint options cell { sheet reference } commentCell { reference }
      location { citation { quote cell { sheet reference } } }
      answer { id status text choice comment }
    } }
    questionnaire {
      format
      sheets { name state isProtected questions }
      mapping { status confidence version remembered confirmedAt regions {
        sheet range layout number question section guidance answer comment evidence heading options confidence
        marks { column option }
      } }
      returnFile { filename url mediaType sizeBytes }
      returnReport { written unchanged refused notWritten sha256 warnings changedParts { part why }
        lines { questionPosition kind sheet reference before after outcome code reason options warning } }
    }
  }
}`;

/** A workflow with its form. */
export const getForm = async (api: ApiClient, workflowId: string): Promise<Reply> =>
  (await api.run(QUESTIONNAIRE, { workflowId })).workflow;

const mutation = (name: string, type: string) => `mutation ($input: ${type}!) { ${name}(input: $input) {
  workflow { state questionnaire { mapping { status version } } } errors { code message path currentVersion }
} }`;

export const confirmMapping = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (await api.run(mutation('confirmMapping', 'ConfirmMappingInput'), { input })).confirmMapping;

export const updateMapping = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (await api.run(mutation('updateMapping', 'UpdateMappingInput'), { input })).updateMapping;

const UPDATE = `mutation ($input: UpdateAnswerInput!) {
  updateAnswer(input: $input) { answer { status text choice comment } errors { code message path } }
}`;

export const updateAnswer = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (await api.run(UPDATE, { input })).updateAnswer;

/** What the download gives, whatever its status. */
export async function downloadForm(api: ApiClient, workflowId: string) {
  const response = await fetch(`${api.url}/download/${workflowId}?format=original`);
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}
