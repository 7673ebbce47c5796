import { invalidInput } from '../../platform/errors.js';
import { lineInput } from '../../platform/text/text-input.js';
import type { TemplateSection } from './types.js';

const MOST_SECTIONS = 30;
const MOST_TOPICS = 10;
const WORDS = { least: 20, most: 2000, usual: 250 };

export type TemplateSectionInput = Pick<TemplateSection, 'title'> & {
  [Field in Exclude<keyof TemplateSection, 'title'>]?: TemplateSection[Field] | null;
};

/**
 * Checks the sections that somebody wants in a template: 1 to 30, at most one summary, pricing and needs section, and
 * titles that differ, since people look for them.
 * @throws {DomainError} invalid-input naming the section
 */
export function sectionsInput(given: readonly TemplateSectionInput[]): TemplateSection[] {
  const path = ['input', 'sections'];
  if (given.length === 0 || given.length > MOST_SECTIONS)
    throw invalidInput(`A template has 1 to ${MOST_SECTIONS} sections; ${given.length} were given.`, path);
  const sections = given.map((section, i) => sectionInput(section, [...path, String(i)]));

  const titles = sections.map(({ title }) => title.toLowerCase());
  const twice = titles.findIndex((title, i) => titles.indexOf(title) !== i);
  if (twice >= 0)
    throw invalidInput(`Two sections are titled “${sections[twice]!.title}”. Name them differently.`, [
      ...path,
      String(twice),
      'title',
    ]);
  for (const kind of ['SUMMARY', 'NEEDS', 'PRICING'] as const)
    if (sections.filter((section) => section.kind === kind).length > 1)
      throw invalidInput(`A template has at most one ${kind} section.`, path);
  return sections;
}

function sectionInput(given: TemplateSectionInput, path: string[]): TemplateSection {
  const words = given.words ?? WORDS.usual;
  if (words < WORDS.least || words > WORDS.most)
    throw invalidInput(`A section aims at ${WORDS.least} to ${WORDS.most} words; ${words} were given.`, [
      ...path,
      'words',
    ]);
  const topics = given.topics ?? [];
  if (topics.length > MOST_TOPICS)
    throw invalidInput(`A section has at most ${MOST_TOPICS} topics; ${topics.length} were given.`, [
      ...path,
      'topics',
    ]);
  const title = lineInput(given.title, 'The title of a section', [...path, 'title'], 120);
  return {
    kind: given.kind ?? 'TEXT',
    title,
    purpose: given.purpose?.trim()
      ? lineInput(given.purpose, 'The purpose of a section', [...path, 'purpose'], 500)
      : title,
    topics: topics.map((topic, i) => lineInput(topic, 'A topic', [...path, 'topics', String(i)], 300)),
    covers: [...new Set(given.covers ?? [])],
    words,
  };
}
