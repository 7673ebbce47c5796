import { contentStems } from '../../../knowledge/index.js';
import { type Route, routeQuestions } from '../../../rfp/index.js';
import type { TemplateSection } from '../../templates/index.js';
import type { OutlinedSection, OutlineInput } from './types.js';

/** Gives each requirement to the section that is for its kind, among several to the one that shares most words with it. */
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
  const meant = able.filter((i) => sections[i]!.covers.includes(route));
  const texts = able.filter((i) => sections[i]!.kind === 'TEXT');
  const candidates = meant.length > 0 ? meant : texts.length > 0 ? texts : able;
  const own = contentStems(text);
  let best = { section: -1, worth: -1 };
  for (const section of candidates) {
    const shared = [...own].filter((stem) => stems[section]!.has(stem)).length;
    // A section for everything takes what no other one is meant for.
    const worth = shared + (sections[section]!.covers.includes('other') ? 0.5 : 0);
    if (worth > best.worth) best = { section, worth };
  }
  return best.section;
}
