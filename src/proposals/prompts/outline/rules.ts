import { contentStems, GENERIC_STEMS } from '../../../knowledge/index.js';
import { type Route, routeQuestions } from '../../../rfp/index.js';
import type { TemplateSection } from '../../templates/index.js';
import type { OutlinedSection, OutlineInput } from './types.js';

/** How many shared words it weighs that a section is for requirements of this kind. */
const MEANT = 2.5;
/** A section for everything takes what no other one speaks of. */
const FOR_ALL = 0.5;

/** Gives each requirement to the section that shares most words with it; that it is for its kind weighs as some of them. */
export function outlineByRules({ sections, requirements }: OutlineInput): OutlinedSection[] {
  const routes = routeQuestions.rules(requirements.map((requirement) => ({ ...requirement, section: null })));
  const outlined = sections.map(({ topics }): OutlinedSection => ({ requirements: [], topics }));
  const stems = sections.map(stemsOf);
  for (const [i, { position, text }] of requirements.entries())
    outlined[sectionFor(text, routes[i]!.route, sections, stems)]?.requirements.push(position);
  return outlined;
}

const stemsOf = ({ title, purpose, topics }: TemplateSection) =>
  contentStems([title, purpose, ...topics].join('\n'));

/** Index of the section; -1 where the template has none that can take up anything. */
function sectionFor(
  text: string,
  route: Route,
  sections: readonly TemplateSection[],
  stems: readonly Set<string>[],
): number {
  const able = sections.flatMap(({ kind }, i) => (kind === 'TEXT' || kind === 'PRICING' ? [i] : []));
  const own = contentStems(text);
  let best = { section: -1, worth: -1 };
  for (const section of able) {
    const { kind, covers } = sections[section]!;
    const meant = route !== 'other' && covers.includes(route);
    // What is about money belongs to the prices, and nothing else does.
    if (kind === 'PRICING' && !meant && able.length > 1) continue;
    const shared = [...own].filter((stem) => stems[section]!.has(stem) && !GENERIC_STEMS.has(stem)).length;
    const worth = shared + (meant ? MEANT : covers.includes('other') ? FOR_ALL : 0);
    if (worth > best.worth) best = { section, worth };
  }
  return best.section;
}
