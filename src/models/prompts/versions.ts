import type { PromptTemplate } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { unifiedDiff } from './diff.js';

type Version = Pick<PromptTemplate, 'organizationId' | 'task' | 'version' | 'text'>;

/** The text of a version; of one that went back to the default, the default as it is now. */
export const textOf = (
  { prompts }: Pick<App, 'prompts'>,
  { task, text }: Pick<Version, 'task' | 'text'>,
): string => text ?? prompts.get(task)?.instructions ?? '';

/** What a version changed against the one before, of the first against the default as it is now. */
export async function diffToBefore(app: Pick<App, 'db' | 'prompts'>, after: Version): Promise<string> {
  const { organizationId, task } = after;
  const version = after.version - 1;
  const before =
    version === 0
      ? null
      : await app.db.promptTemplate.findUniqueOrThrow({
          where: { organizationId_task_version: { organizationId, task, version } },
        });
  return unifiedDiff(
    {
      name: version === 0 ? 'default' : `version ${version}`,
      text: textOf(app, before ?? { task, text: null }),
    },
    { name: `version ${after.version}`, text: textOf(app, after) },
  );
}
