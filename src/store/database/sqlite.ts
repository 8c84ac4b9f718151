import { chmodSync, existsSync } from "node:fs";
import { setImmediate as breathe, setTimeout as pause } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";

/** Waiting inside SQLite blocks the whole program, so it gives up at once and we wait outside of it. Several may find it locked in a row. */
const busyTimeoutMs = 10;
/** Before anybody depends on it: two programs that start at once. */
const openTimeoutMs = 50;
const giveUpAfterMs = 10_000;
/** SQLite answers without ever letting go of the thread, so long work stops this often for whoever else is waiting. */
const breathEveryMs = 20;

/** It holds what everybody wrote; what SQLite puts beside it gets the same rights. A file that is there keeps its own. */
const ownerOnly = 0o600;

/** A file, or ":memory:". */
export function sqlite(path: string): SqliteDialect {
  return new PatientDialect({ database: async () => cached(open(path)) });
}

function open(path: string): Sqlite.Database {
  const isNew = path !== ":memory:" && !existsSync(path);
  const database = new Sqlite(path, { timeout: openTimeoutMs });
  if (isNew) chmodSync(path, ownerOnly);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("secure_delete = ON"); // what is erased is written over, not only given free
  database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  return database;
}

/** Preparing a statement costs more than running it, and the same few hundred come again and again. */
function cached(database: Sqlite.Database) {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => void database.close(),
    prepare(sql: string): SqliteStatement {
      const known = statements.get(sql);
      if (known) return known;
      const prepared: SqliteStatement = database.prepare(sql);
      if (sql.length < 3000 && statements.size < 1000) statements.set(sql, prepared);
      return prepared;
    },
  };
}

class PatientDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }
  override createDriver(): Driver {
    return new PatientDriver(this.#config);
  }
  override createAdapter(): SqliteAdapter {
    return new LockingAdapter();
  }
}

/** SQLite can undo a change of tables; saying so makes the migrator take the write lock, so that two programs may start at once. */
class LockingAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * A transaction takes the write lock when it begins: one that reads first and writes later could otherwise never be
 * retried. What is refused as busy changed nothing and is tried again, without blocking anybody else here.
 */
class PatientDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection());
  }
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
  /** A disk that is full makes SQLite take it back by itself. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("rollback")).catch((error: unknown) => {
      if (!(error instanceof Error) || !error.message.includes("no transaction is active")) throw error;
    });
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  #breathed = performance.now();
  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const started = performance.now();
    if (started - this.#breathed > breathEveryMs) {
      await breathe();
      this.#breathed = performance.now();
    }
    for (;;) {
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        if (!isBusy(error) || performance.now() - started > giveUpAfterMs) throw error;
        await pause(5 + Math.random() * 20);
      }
    }
  }
  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
