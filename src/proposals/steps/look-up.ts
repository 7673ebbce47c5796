import type { App } from '../../app-types.js';
import { searchKnowledge } from '../../knowledge/index.js';
import type { Lookup } from '../prompts/section/index.js';

const PASSAGES = 8;
const AT_A_TIME = 4;

/** What a section needs to know. */
interface Wanted {
  title: string;
  purpose: string;
  topics: readonly string[];
  guidance: string | null;
  requirements: readonly { position: number; text: string }[];
}

/** Asks the knowledge base for each topic and each requirement of a section, and for what a reviewer wants of it. */
export async function lookUp(
  app: App,
  organizationId: string,
  { title, purpose, topics, guidance, requirements }: Wanted,
): Promise<Lookup[]> {
  const general = topics.length > 0 ? [...topics] : [`${title}. ${purpose}`];
  const wanted = [
    ...(guidance ? [guidance, ...general] : general).map((query) => ({ query, requirement: null })),
    ...requirements.map(({ position, text }) => ({ query: text, requirement: position })),
  ];
  const lookups: Lookup[] = [];
  for (let i = 0; i < wanted.length; i += AT_A_TIME)
    lookups.push(
      ...(await Promise.all(
        wanted.slice(i, i + AT_A_TIME).map(async ({ query, requirement }) => ({
          query,
          requirement,
          passages: await searchKnowledge(app, { organizationId, query, first: PASSAGES }),
        })),
      )),
    );
  return lookups;
}
