/** Who is asked for what: providers, their credentials, routes, limits and costs. `ai` below knows one endpoint. */
export {
  BudgetExceeded,
  type BudgetLevel,
  type BudgetState,
  deleteUsageBudget,
  levelOf,
  type SetBudgetInput,
  setUsageBudget,
  shareOf,
  usageBudgets,
} from './budgets/index.js';
export { createModels } from './create-models.js';
export { contextOf, openKey, sealKey } from './credential-key.js';
export { activateCredential } from './credentials/activate-credential.js';
export { type CreateCredentialInput, createCredential } from './credentials/create-credential.js';
export { deleteCredential } from './credentials/delete-credential.js';
export { CREDENTIAL_KEYS, rewrapCredentials } from './credentials/rewrap.js';
export { type CredentialTest, testCredential } from './credentials/test-credential.js';
export { type UpdateCredentialInput, updateCredential } from './credentials/update-credential.js';
export { VERDICTS } from './credentials/verdict.js';
export { engineFor } from './engine.js';
export { forgetQuoted } from './forget-quoted.js';
export type { Asking, EmbeddingGroup, Models, ModelTask } from './models-types.js';
export { type PromptCatalogue, type PromptTask, promptCatalogue } from './prompts/catalogue.js';
export { findTemplate, listTemplates, type Template } from './prompts/find.js';
export { loadInstructions } from './prompts/load.js';
export { restoreTemplate, type SaveTemplateInput, saveTemplate } from './prompts/save.js';
export { diffToBefore, textOf } from './prompts/versions.js';
export { type RequestFilter, requestsWhere } from './requests.js';
export {
  type Circuit,
  modelRouting,
  type RoutedModel,
  setModelRouting,
  type TaskRouting,
} from './routing.js';
export { sweepModels } from './sweep.js';
export { usageFile } from './usage/file.js';
export { usageParams } from './usage/link.js';
export type { Usage, UsageCounts, UsageDimension, UsageQuery, UsageRow } from './usage/types.js';
export { USAGE_DIMENSIONS, usageOf } from './usage/usage.js';
