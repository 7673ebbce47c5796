import type { Quality } from '../../../../generated/client/enums.js';
import { factsOf } from '../../../grounding/index.js';
import { plainText, TO_BE_COMPLETED, wordCount } from '../../markdown.js';
import type { ProposalIssue, ProposalReview, ReviewInput, SectionToReview } from './types.js';

/** A draft below this is to be read with care. */
const LOW_CONFIDENCE = 0.5;
const MOST_UNCOVERED = 100;
/** Fewer words state nothing that a client could hold the vendor to. */
const FEWEST_WORDS = 8;

/** Everything that can be counted or read off the sections without a model. */
export const reviewByRules = (input: ReviewInput): ProposalReview => reviewOf(input, issuesIn(input));

const isWhole = ({ status }: SectionToReview) => status === 'DRAFTED';

/**
 * The review that these issues make.
 *
 * - LOW: less than half complete, or a section that failed, or drafts whose mean confidence is below 0.4.
 * - HIGH: at least 95 % complete, no grave issue, mean confidence at least 0.6.
 * - MEDIUM: all else.
 */
export function reviewOf({ sections, requirements }: ReviewInput, issues: ProposalIssue[]): ProposalReview {
  const things = sections.length + requirements.length;
  const done = sections.filter(isWhole).length + requirements.filter(({ covered }) => covered).length;
  const completenessScore = things === 0 ? 0 : done / things;
  const mean = sections.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, sections.length);
  const failed = sections.some(({ status }) => status === 'FAILED');
  const grave = issues.some(({ severity }) => severity === 'HIGH');
  const overallQuality: Quality =
    completenessScore < 0.5 || failed || mean < 0.4
      ? 'LOW'
      : completenessScore >= 0.95 && !grave && mean >= 0.6
        ? 'HIGH'
        : 'MEDIUM';
  const rank: Record<Quality, number> = { HIGH: 0, MEDIUM: 1, LOW: 2 };
  return {
    overallQuality,
    completenessScore,
    issues: [...issues].sort(
      (a, b) => rank[a.severity] - rank[b.severity] || (a.section ?? 0) - (b.section ?? 0),
    ),
  };
}

export const issuesIn = (input: ReviewInput): ProposalIssue[] => [
  ...uncoveredIn(input),
  ...input.sections.flatMap(issuesOfOne),
  ...contradictionsIn(input.sections),
];

function uncoveredIn({ requirements }: ReviewInput): ProposalIssue[] {
  if (requirements.length === 0) {
    const message =
      'No requirement was found in what was given. Check that the proposal is about the right thing.';
    return [{ code: 'NO_REQUIREMENTS', severity: 'HIGH', message, section: null }];
  }
  const open = requirements.filter(({ covered }) => !covered);
  const issues = open.slice(0, MOST_UNCOVERED).map(
    ({ position, text, section }): ProposalIssue => ({
      code: 'UNCOVERED',
      severity: 'HIGH',
      message: `Requirement ${position} is not answered: “${plainText(text, 200)}” Complete the section.`,
      section,
    }),
  );
  const more = open.length - issues.length;
  if (more > 0)
    issues.push({
      code: 'UNCOVERED',
      severity: 'HIGH',
      message: `${more} more requirements are not answered.`,
      section: null,
    });
  return issues;
}

function issuesOfOne({
  position,
  kind,
  content,
  status,
  confidence,
  sources,
}: SectionToReview): ProposalIssue[] {
  const issue = (code: ProposalIssue['code'], severity: Quality, message: string): ProposalIssue[] => [
    { code, severity, message, section: position },
  ];
  if (status === 'FAILED' || status === 'PENDING')
    return issue('FAILED', 'HIGH', 'The section could not be drafted. Draft it again or write it.');
  // A table counts once, however many of its cells are open.
  const open = content.split(/\n{2,}/).filter((block) => block.includes(TO_BE_COMPLETED)).length;
  const points = open === 1 ? 'one place' : `${open} places`;
  return [
    ...(open > 0
      ? issue('PLACEHOLDER', 'HIGH', `The section has ${points} to be completed by a person.`)
      : []),
    ...(kind === 'TEXT' && sources === 0 && open === 0
      ? issue('UNSUPPORTED', 'HIGH', 'The section quotes no source. Check each statement, or draft it again.')
      : []),
    ...(sources > 0 ? unsupportedIn(content).flatMap((text) => issue('UNSUPPORTED', 'LOW', text)) : []),
    ...(sources > 0 && confidence < LOW_CONFIDENCE
      ? issue(
          'LOW_CONFIDENCE',
          'MEDIUM',
          `The draft has a confidence of ${Math.round(confidence * 100)} %. Check it against its sources.`,
        )
      : []),
  ];
}

/** What follows the last marker stands on no source; what precedes one is taken to stand on it. */
function unsupportedIn(content: string): string[] {
  const last = [...content.matchAll(/\[\d{1,3}\](?!\()/g)].at(-1);
  const rest = content.slice(last ? last.index + last[0].length : 0).split(/\n{2,}/);
  const own = rest.filter((block) => !/^\s*[>|*]/.test(block) && !block.includes(TO_BE_COMPLETED));
  const text = own
    .join(' ')
    .replace(/^[\s.,;:]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return wordCount(text) < FEWEST_WORDS ? [] : [`No source supports: “${plainText(text, 160)}”`];
}

/** Different values of one measure ("uptime", "recovery time objective") in different sections. */
function contradictionsIn(sections: readonly SectionToReview[]): ProposalIssue[] {
  const stated = new Map<string, { value: number; shown: string; section: SectionToReview }[]>();
  // The client's requirements are quoted in the sections; only what the vendor says can contradict itself.
  const own = sections.filter(({ kind }) => kind !== 'NEEDS');
  for (const section of own)
    for (const { measure, value, shown } of factsOf(section.content.replace(/^>.*$/gm, '')))
      stated.set(measure, [...(stated.get(measure) ?? []), { value, shown, section }]);
  return [...stated].flatMap(([measure, facts]) => {
    const first = facts[0]!;
    const other = facts.find(({ value }) => value !== first.value);
    if (!other) return [];
    const places = `${first.shown} (${first.section.title}), ${other.shown} (${other.section.title})`;
    const message = `The sections state different values for the ${measure}: ${places}. Check which one holds.`;
    return [{ code: 'CONTRADICTION', severity: 'HIGH', message, section: other.section.position } as const];
  });
}
