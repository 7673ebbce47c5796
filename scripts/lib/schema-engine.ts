import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { migrationAdapter } from './migration-adapter.js';

export const SCHEMA = 'prisma/schema';
export const MIGRATIONS = 'prisma/migrations';

/**
 * The SQL that leads from the migrations to the schema files; `null` when they agree.
 * @param url a PostgreSQL server on which scratch databases may be made
 */
export async function pendingChanges(
  url: string,
  schemaDir = SCHEMA,
  migrationsDir = MIGRATIONS,
): Promise<string | null> {
  const schema = { files: schemaFiles(schemaDir) };
  const datamodels = schema.files.map(({ path, content }): [string, string] => [path, content]);
  const adapter = migrationAdapter(url);
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(adapter);
    const engine = await engineClass().new({ datamodels }, () => {}, bound);
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationList(migrationsDir) },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 2 ? stdout : null;
  } finally {
    await adapter.close();
  }
}

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { __wbindgen_start(): void } };
}

let loaded = false;

/** Prisma's schema engine as WebAssembly, loaded once. Node 20 cannot import such a module by itself. */
function engineClass() {
  if (loaded) return bindings.SchemaEngine;
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm');
  // Neither is declared: the first by the types of Node 20, the second by those of the generated glue code.
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const glue = bindings as unknown as { __wbg_set_wasm(exports: object): void };

  const { exports } = new Instance(new Module(fs.readFileSync(file)), { './schema_engine_bg.js': bindings });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  // Where the engine leaves word of a panic; without it a panic hides behind a TypeError.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`Prisma's schema engine failed: ${message}`);
      },
    },
  });
  loaded = true;
  return bindings.SchemaEngine;
}

function schemaFiles(dir: string) {
  const names = fs.readdirSync(dir).filter((name) => name.endsWith('.prisma'));
  return names.sort().map((name) => {
    const file = path.join(dir, name);
    return { path: file, content: fs.readFileSync(file, 'utf8') };
  });
}

/** The names of the migrations, oldest first. */
export function migrationNames(dir = MIGRATIONS): string[] {
  if (!fs.existsSync(dir)) return [];
  const entries = fs.readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function migrationList(dir: string) {
  return {
    baseDir: path.resolve(dir),
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    migrationDirectories: migrationNames(dir).map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  };
}
