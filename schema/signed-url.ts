import { signLink } from '../src/identity/index.js';
import { builder } from './builder.js';
import type { Context } from './context.js';
import { enumOf } from './kit/enum-of.js';
import type { Types } from './kit/table.js';

export const DownloadFormat = enumOf('DownloadFormat', 'As what a document is downloaded.', {
  docx: 'A document of Word.',
  pdf: 'A PDF.',
  md: 'Markdown.',
});

export const SignedUrl = builder.objectRef<{ url: string; expiresAt: Date }>('SignedUrl').implement({
  description:
    'An address that works without signing in, as whoever asked for it: for a link, an image, a viewer. It leads to this one ' +
    'file alone, and whoever has it has the file until it expires.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'To be opened as it is.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'From when on it is worth nothing.' }),
  }),
});

type Args = Pick<PothosSchemaTypes.InputFieldBuilder<Types, 'Arg'>, 'int'>;

/** For how long it works. */
export const expiresIn = (t: Args) => ({
  expiresIn: t.int({ defaultValue: 300, description: 'For so many seconds, 1 to 86,400.' }),
});

export const signed = ({ app, actor }: Context, address: string, seconds: number | null | undefined) =>
  signLink(app, actor, address, seconds ?? 300);
