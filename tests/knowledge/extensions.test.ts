import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { applyMigrations } from '../../src/platform/database/migrations.js';
import { postgresServer } from '../support/servers.js';

const onServer = async (url: string, ...statements: string[]) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

test('a role that may not create extensions is told which, and starts once an administrator has made them', async () => {
  const name = `limited_${randomUUID().replaceAll('-', '')}`;
  const server = new URL(postgresServer());
  server.pathname = '/postgres';
  await onServer(server.href, `CREATE DATABASE ${name}`, `CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  const admin = new URL(server);
  admin.pathname = `/${name}`;
  const limited = new URL(admin);
  limited.username = name;
  limited.password = name;
  try {
    // Roles are another matter: tests/tenancy/roles.test.ts.
    await onServer(
      admin.href,
      `GRANT ALL ON SCHEMA public TO ${name}; GRANT bidwright_app, bidwright_system TO ${name}`,
    );
    const migrate = () => applyMigrations(limited.href, resolve('prisma/migrations'));
    await expect(migrate()).rejects.toThrow(/CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin;/);
    await onServer(admin.href, 'CREATE EXTENSION pg_trgm', 'CREATE EXTENSION btree_gin');
    await expect(migrate()).resolves.not.toHaveLength(0);
  } finally {
    await onServer(server.href, `DROP DATABASE ${name} WITH (FORCE)`, `DROP ROLE ${name}`);
  }
});
