import type { Prisma } from '../../generated/client/client.js';
import type { Permission } from '../identity/index.js';
import type { FileCache } from '../platform/files/file-cache.js';

declare module '../app-types.js' {
  interface App {
    /** What source documents are used for, and who may see them there. */
    sourceUsers: readonly SourceUser[];
    /** Pictures of their pages. */
    pageImages: FileCache;
  }
}

/** A kind of thing that uses source documents. */
export interface SourceUser {
  /** Whoever has it may see the documents that are used so. */
  permission: Permission;
  /** The files that are used so. */
  files: Prisma.StoredFileWhereInput;
}
