import type { Prisma } from '../../generated/client/client.js';
import type { Permission } from '../identity/index.js';

/** A kind of thing that uses source documents. */
export interface SourceUser {
  /** Whoever has it may see the documents that are used so. */
  permission: Permission;
  /** The files that are used so. */
  files: Prisma.StoredFileWhereInput;
}
