import { builder } from './builder.js';
import './identity.js';
import './knowledge.js';
import './library.js';
import './rfp/question.js';
import './rfp/answer.js';
import './rfp/workflow.js';
import './rfp/workflow-mutations.js';
import './rfp/events.js';
import './documents.js';
import './qa/answer.js';
import './qa/conversation.js';
import './qa/mutations.js';
import './qa/stream.js';

export const schema = builder.toSchema({ sortSchema: false });
