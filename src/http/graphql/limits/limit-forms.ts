import type { Plugin } from 'graphql-yoga';
import type { OperationLimits } from '../../../platform/settings/limit-settings.js';
import { excessOfJson } from './limit-json.js';

/** The parts of a form that are JSON, by the GraphQL multipart request specification. */
const JSON_PARTS = ['operations', 'map'];
/** More than a form needs for a batch of uploads. */
const MOST_PARTS = 100;

type Form = Awaited<ReturnType<Request['formData']>>;
type Bounded = { formData(options: object): Promise<Form> };

/** Looks whether the JSON in forms may be parsed before it is, as it is done for other bodies while they are read. */
export const limitForms = (limits: OperationLimits): Plugin => ({
  onRequestParse: ({ request, requestParser, setRequestParser }) => {
    if (!requestParser || !/^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '')) return;
    setRequestParser(async (limited) => {
      const formDataLimits = { fieldSize: limits.bytes, fields: MOST_PARTS, files: MOST_PARTS };
      const form = (limited as unknown as Bounded).formData({ formDataLimits });
      // What is wrong with a form itself Yoga explains when it awaits it.
      const read = await form.catch(() => null);
      for (const name of read ? JSON_PARTS : []) {
        const part = read!.get(name);
        const excess = typeof part === 'string' ? excessOfJson(part, limits) : null;
        if (excess) throw excess;
      }
      return requestParser({ formData: () => form } as unknown as typeof limited);
    });
  },
});
