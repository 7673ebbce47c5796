import { builder } from './builder.js';
import './identity.js';
import './knowledge.js';
import './knowledge-search.js';
import './rfp/question.js';
import './rfp/answer.js';
import './rfp/workflow.js';
import './rfp/workflow-mutations.js';
import './rfp/events.js';
import './documents.js';

export const schema = builder.toSchema({ sortSchema: false });
