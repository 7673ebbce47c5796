import type { ApiClient, Reply } from '../support/api-client.js';
import { getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';

const ITEM = `id kind title source tags provenance {
  workflowId clientName approvedAt endedAt approvedBy { email } answer { text question { text } }
}`;

/** Has an RFP answered; @returns the workflow when it is READY. */
export async function answered(service: ApiClient, questions: string[], clientName: string): Promise<Reply> {
  const { workflow, errors } = await uploadRfp(service, textRfp(questions), { clientName });
  if (errors.length) throw new Error(errors[0].message);
  await untilReady(service, workflow.workflowId);
  return getWorkflow(service, workflow.workflowId);
}

/** @returns the payload's item, with where it comes from; its errors where there are any */
export async function addPair(api: ApiClient, input: Record<string, unknown>): Promise<Reply> {
  const { addAnswerToLibrary } = await api.run(
    `mutation ($input: AddAnswerToLibraryInput!) { addAnswerToLibrary(input: $input) { item { ${ITEM} } errors { code message path } } }`,
    { input },
  );
  return addAnswerToLibrary.errors.length ? addAnswerToLibrary.errors : addAnswerToLibrary.item;
}

export async function updateAnswer(api: ApiClient, input: Record<string, unknown>): Promise<Reply> {
  const { updateAnswer } = await api.run(
    `mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) {
      answer { id status text approvedAt approvedBy { email } sentences { start end supported sources byPerson } }
      errors { code message } } }`,
    { input },
  );
  if (updateAnswer.errors.length) throw new Error(updateAnswer.errors[0].message);
  return updateAnswer.answer;
}

/** submitWorkflow or closeWorkflow; @returns the errors. */
export const life = async (api: ApiClient, name: string, workflowId: string): Promise<Reply> =>
  (
    await api.run(`mutation ($w: String!) { ${name}(input: { workflowId: $w }) { errors { code } } }`, {
      w: workflowId,
    })
  )[name].errors;

/** All pairs of the library, newest first. */
export const libraryOf = async (api: ApiClient): Promise<Reply[]> =>
  (await api.run(`{ knowledge(first: 100) { edges { node { ${ITEM} } } } }`)).knowledge.edges
    .map(({ node }: Reply) => node)
    .filter(({ kind }: Reply) => kind === 'qa_pair');
