import { decodeGlobalID } from '@pothos/plugin-relay';
import { isUuid } from '../../src/platform/ids.js';
import type { Context } from '../context.js';

/** What names a workflow by its readable id, wherever it stands in the arguments of a field. */
const NAME = 'workflowId';

/** The id within its table where a text is the global id of a workflow. */
function idIn(text: unknown): string | null {
  if (typeof text !== 'string' || text.startsWith('WF-')) return null;
  try {
    const { typename, id } = decodeGlobalID(text);
    return typename === 'Workflow' && isUuid(id) ? id : null;
  } catch {
    return null;
  }
}

const REFERENCE = 'SELECT reference FROM run WHERE id = $1 AND organization_id = $2';

/** The readable id of a workflow, for that or for its global id; of no workflow, what was given. */
export async function workflowReference(
  { app, actor }: Pick<Context, 'app' | 'actor'>,
  given: string,
): Promise<string> {
  const id = idIn(given);
  if (!id) return given;
  const [row] = await app.sql.query<{ reference: string }>(REFERENCE, [id, actor.organizationId], {
    prepare: true,
  });
  return row?.reference ?? given;
}

const holds = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && NAME in value && idIn(value[NAME]) !== null;

/** The arguments of a field, or the values of an input, with readable ids of workflows in the place of global ones. */
export async function withReferences<Values extends object>(
  context: Context,
  values: Values,
): Promise<Values> {
  const filled = { ...values } as Record<string, unknown>;
  for (const [name, value] of Object.entries(filled))
    if (holds(value))
      filled[name] = { ...value, [NAME]: await workflowReference(context, value[NAME] as string) };
  if (holds(filled)) filled[NAME] = await workflowReference(context, filled[NAME] as string);
  return filled as Values;
}

/** Whether there is anything to fill in: most operations name no workflow by a global id, and must not wait. */
export const needsReferences = (values: object): boolean => [values, ...Object.values(values)].some(holds);
