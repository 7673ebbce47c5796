import { answerQuestion } from './answer-question/index.js';
import { rewriteQuestion } from './rewrite-question/index.js';

/** What models are asked for when somebody asks the knowledge base. */
export const qaTasks = [rewriteQuestion, answerQuestion];
