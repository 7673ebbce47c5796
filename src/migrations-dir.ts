import { fileURLToPath } from 'node:url';

/** `<root>/prisma/migrations`, from the sources and from dist/ alike. */
export const migrationsDir = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/') ? '../../prisma/migrations' : '../prisma/migrations',
    import.meta.url,
  ),
);
