import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/data/rfps/', import.meta.url));

/** Whether the collection of real documents is there; tests over it are skipped where it is not. */
export const hasData = existsSync(folder);

export const dataPath = (name: string) => `${folder}${name}`;

export const dataFile = (name: string) => new Uint8Array(readFileSync(dataPath(name)));

const questionnaires = fileURLToPath(new URL('../../../../shared/data/questionnaires/', import.meta.url));

export const hasQuestionnaires = existsSync(questionnaires);

export const questionnaire = (name: string) => new Uint8Array(readFileSync(`${questionnaires}${name}`));

/** The files of the collection with one of these endings, by path within it. */
export const questionnairesCalled = (ending: RegExp): string[] =>
  hasQuestionnaires
    ? readdirSync(questionnaires, { recursive: true, encoding: 'utf8' })
        .filter((name) => ending.test(name))
        .sort()
    : [];
