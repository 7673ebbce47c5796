import { outline } from './outline/index.js';
import { readRequirements } from './read-requirements/index.js';
import { reviewProposalTask } from './review/index.js';
import { draftSectionTask } from './section/index.js';
import { summarize } from './summary/index.js';

/** What models are asked for in the course of a quick proposal. */
export const proposalTasks = [readRequirements, outline, draftSectionTask, summarize, reviewProposalTask];
