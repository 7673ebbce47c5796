import { randomUUID } from 'node:crypto';
import {
  type ColumnType,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

// Prisma's own adapter for pg is made for queries, not for migrations: it cuts scripts at every semicolon, also
// inside function bodies, and refuses the types that the system catalogues use. This one does just what the
// schema engine needs to compare migrations with a schema.

/** What the engine calls a column, by the number of its PostgreSQL type (pg_type.oid). */
const COLUMN_TYPES: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character, // "char"
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64, // oid
  28: ColumnTypeEnum.Int64, // xid
  700: ColumnTypeEnum.Float,
  701: ColumnTypeEnum.Double,
  1003: ColumnTypeEnum.TextArray, // name[]
  1009: ColumnTypeEnum.TextArray,
  1015: ColumnTypeEnum.TextArray, // varchar[]
};

// text[]; the declarations of pg-types name no array types.
const TEXT_ARRAY = 1009 as number as (typeof pg.types.builtins)['TEXT'];
const parseTextArray: (text: string) => unknown = pg.types.getTypeParser(TEXT_ARRAY);

const VALUE_PARSERS: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't',
  21: Number,
  23: Number,
  700: Number,
  701: Number,
  1003: parseTextArray,
  1009: parseTextArray,
  1015: parseTextArray,
};

class MigrationConnection implements SqlDriverAdapter {
  readonly provider = 'postgres';
  readonly adapterName = 'bidwright-migrations';

  constructor(
    private readonly client: pg.Client,
    private readonly afterwards: () => Promise<void>,
  ) {}

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.run(query);
    return {
      columnNames: fields.map((field) => field.name),
      // Everything else the catalogues show as text.
      columnTypes: fields.map((field) => COLUMN_TYPES[field.dataTypeID] ?? ColumnTypeEnum.Text),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return (await this.run(query)).rowCount ?? 0;
  }

  async executeScript(script: string): Promise<void> {
    await this.client.query(script);
  }

  async startTransaction(): Promise<never> {
    throw new Error('Comparing schemas needs no transactions.');
  }

  async dispose(): Promise<void> {
    await this.client.end();
    await this.afterwards();
  }

  private run({ sql, args }: SqlQuery) {
    return this.client.query<unknown[]>({
      text: sql,
      values: args,
      rowMode: 'array',
      types: { getTypeParser: (oid: number) => VALUE_PARSERS[oid] ?? ((text: string) => text) },
    } as pg.QueryArrayConfig);
  }
}

async function connect(url: string, afterwards = async () => {}): Promise<MigrationConnection> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return new MigrationConnection(client, afterwards);
}

/**
 * Lets Prisma's schema engine work on the server at `url`; its scratch databases are dropped afterwards. The
 * engine never closes its first connection: `close` does.
 */
export function migrationAdapter(
  url: string,
): SqlMigrationAwareDriverAdapterFactory & { close(): Promise<void> } {
  const opened: MigrationConnection[] = [];
  const onServer = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  return {
    provider: 'postgres',
    adapterName: 'bidwright-migrations',
    async connect() {
      const connection = await connect(url);
      opened.push(connection);
      return connection;
    },
    async close() {
      for (const connection of opened) await connection.dispose();
    },
    async connectToShadowDb() {
      const name = `scratch_${randomUUID()}`;
      await onServer(`CREATE DATABASE "${name}" TEMPLATE template0`);
      const scratch = new URL(url);
      scratch.pathname = `/${name}`;
      return connect(scratch.href, () => onServer(`DROP DATABASE "${name}" WITH (FORCE)`));
    },
  };
}
