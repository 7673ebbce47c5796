import type { Prisma } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { LeftOut } from './left-out.js';

/** What is not read of the newest of these files, as far as is known by now. */
export async function leftOutOf(app: App, where: Prisma.StoredFileWhereInput): Promise<LeftOut[]> {
  const newest = { orderBy: { id: 'desc' }, select: { leftOut: true } } as const;
  const file = await app.db.storedFile.findFirst({ where, ...newest });
  return (file?.leftOut ?? []) as LeftOut[];
}
