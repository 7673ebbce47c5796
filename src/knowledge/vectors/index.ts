import type { App } from '../../app-types.js';
import type { Sql } from '../../platform/database/sql.js';
import { openVectorStore } from './open-store.js';
import type { VectorStore } from './vector-store.js';

const stores = new WeakMap<Sql, Promise<VectorStore>>();

/** The store of this process, opened when it is first needed. */
export function vectorStoreOf(app: Pick<App, 'sql' | 'log'>): Promise<VectorStore> {
  const known = stores.get(app.sql);
  if (known) return known;
  const opened = openVectorStore(app.sql, (message) => app.log.warn(message));
  stores.set(app.sql, opened);
  // One that could not be opened, the database being away, is opened anew.
  opened.catch(() => stores.delete(app.sql));
  return opened;
}
