import { builder } from './builder.js';
import './identity.js';
import './knowledge.js';
import './rfp/question.js';
import './rfp/answer.js';
import './rfp/workflow.js';
import './rfp/workflow-mutations.js';
import './rfp/events.js';
import './proposals/proposal.js';
import './proposals/events.js';
import './documents/mutations.js';
import './documents/queries.js';

export const schema = builder.toSchema({ sortSchema: false });
