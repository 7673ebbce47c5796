import { chooseOption } from './choose-option/index.js';
import { draftAnswer } from './draft-answer/index.js';
import { extractQuestions } from './extract-questions/index.js';
import { reviewAnswers } from './review-answers/index.js';
import { routeQuestions } from './route-question/index.js';

/** What models are asked for in the course of an RFP. */
export const rfpTasks = [extractQuestions, routeQuestions, draftAnswer, chooseOption, reviewAnswers];
