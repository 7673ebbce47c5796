import { context, decide, type Rule } from '../decision.js';
import { isBlank } from '../signals/form-field.js';
import { answeredQuestion } from './answered.js';
import {
  boxInSentence,
  checklistItem,
  choice,
  field,
  formItem,
  tableCell,
  topicAmongQuestions,
} from './forms.js';
import { handedIn, listItem, taskAmongTasks, theBuyerActs, wanted } from './lists.js';
import { need, obligation, remark, standardClause } from './obligations.js';
import { followUp, interrogative, prompt } from './questions.js';

const furniture: Rule = ({ block }) => (block.furniture ? decide('furniture', block.furniture) : null);

const blank: Rule = ({ isTitle, unit }) =>
  isTitle
    ? context('title')
    : /\p{L}{2}/u.test(unit.text) && !isBlank(unit.text)
      ? null
      : context('no words');

const continuation: Rule = ({ continues }, { decisions }) =>
  continues === null ? null : { ...decisions[continues]!, reason: 'goes on from the page before' };

/** In order of precedence. */
export const RULES: Rule[] = [
  furniture,
  boxInSentence,
  choice,
  blank,
  continuation,
  answeredQuestion,
  tableCell,
  checklistItem,
  formItem,
  standardClause,
  interrogative,
  followUp,
  remark,
  prompt,
  listItem,
  obligation,
  need,
  wanted,
  field,
  topicAmongQuestions,
  taskAmongTasks,
  handedIn,
  theBuyerActs,
];
