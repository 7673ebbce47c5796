import type { Tx } from '../platform/database/db.js';

/**
 * Does work within a transaction, and takes it back where it is for show: an answer that must not tell whether something
 * was done takes as long either way.
 */
export async function forShow(tx: Tx, isForShow: boolean, work: () => Promise<unknown>): Promise<void> {
  await tx.$executeRaw`SAVEPOINT for_show`;
  await work();
  // The seals of the audit trail would else be made when the transaction ends, of what is left then.
  await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
  if (isForShow) await tx.$executeRaw`ROLLBACK TO SAVEPOINT for_show`;
  else await tx.$executeRaw`RELEASE SAVEPOINT for_show`;
}
