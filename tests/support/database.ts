import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { postgresServer } from './servers.js';

/**
 * A database of one's own, dropped at the end.
 * @param template `template` has all migrations, `template0` nothing
 */
export async function testDatabase(
  template: 'template' | 'template0' = 'template',
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = postgresServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await statement(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => statement(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function statement(server: string, sql: string): Promise<void> {
  // Not the template itself: a database in use cannot be copied.
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
