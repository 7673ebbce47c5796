import { malformed, type Task } from '../../../ai/index.js';
import { INSTRUCTIONS, routeQuestionsPrompt } from './prompt.js';
import { routeByRules } from './rules.js';
import { type RouteQuestionsReply, routeQuestionsReply } from './schema.js';
import type { QuestionToRoute, RoutedQuestion } from './types.js';

export { type QuestionToRoute, ROUTES, type Route, type RoutedQuestion } from './types.js';

/** Says for a batch of questions who is to answer each. The output has every question once, in the given order. */
export const routeQuestions: Task<QuestionToRoute[], RouteQuestionsReply, RoutedQuestion[]> = {
  name: 'route-questions',
  model: 'EXTRACTION',
  schemaName: 'route_questions',
  schema: routeQuestionsReply,
  maxOutputTokens: 8000,
  description: 'Says for a batch of questions who is to answer each.',
  material: 'The questions, each behind its number, with the section in which it stands.',
  instructions: INSTRUCTIONS,
  prompt: routeQuestionsPrompt,
  accept({ routes }, questions) {
    const routeOf = new Map(routes.map(({ question, route }) => [question, route]));
    if (questions.length > 0 && !questions.some(({ position }) => routeOf.has(position))) {
      throw malformed('routes none of the questions that were asked.');
    }
    // One that the model left out is nobody's until a person says whose.
    return questions.map(({ position }) => ({ position, route: routeOf.get(position) ?? 'other' }));
  },
  rules: routeByRules,
};
