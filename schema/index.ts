import { builder } from './builder.js';
import './identity.js';
import './knowledge/item.js';
import './knowledge/list.js';
import './knowledge.js';
import './knowledge/changes.js';
import './knowledge/events.js';
import './library.js';
import './rfp/question.js';
import './rfp/answer.js';
import './rfp/workflow.js';
import './rfp/workflow-mutations.js';
import './rfp/events.js';
import './documents/mutations.js';
import './documents/queries.js';
import './proposals/proposal.js';
import './proposals/events.js';

export const schema = builder.toSchema({ sortSchema: false });
