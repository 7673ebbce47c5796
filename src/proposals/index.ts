export { type CreateProposalInput, createProposal } from './create-proposal.js';
export { proposalTasks } from './prompts/index.js';
export { proposalContent } from './proposal-content.js';
export { type ProposalChange, quickProposal } from './proposal-kind.js';
export { type RegenerateSectionInput, regenerateSection } from './regenerate-section.js';
export { draftSection, failSection, pendingSections } from './steps/draft-section.js';
export { outlineProposal } from './steps/outline-proposal.js';
export { readRequirements } from './steps/read-requirements.js';
export { reviewProposal } from './steps/review-proposal.js';
export { writeProposal } from './steps/write-proposal.js';
export {
  findTemplate,
  listTemplates,
  resetTemplate,
  type SaveTemplateInput,
  saveTemplate,
  type Template,
  type TemplateSection,
  type TemplateSectionInput,
  templateNamed,
} from './templates/index.js';
