import {
  CompiledQuery,
  type DatabaseConnection,
  DeleteQueryNode,
  type Dialect,
  type Driver,
  InsertQueryNode,
  type QueryResult,
  type RootOperationNode,
  TableNode,
  type TransactionSettings,
  UpdateQueryNode,
} from "kysely";
import type { By } from "../../ports/index.ts";
import { Undecided } from "../../ports/undecided.ts";
import type { Db } from "../tables.ts";
import { Chain, type Changed, changedRow, goneRow, type Last } from "./chain.ts";
import { type CoveredTable, isCovered } from "./covered.ts";
import type { Row } from "./link.ts";

/**
 * A dialect on which every row written to a covered table leaves a link of the chain, in the same transaction, whoever writes
 * it: nothing in the store does this itself, so nothing can forget it. `lock` is what a lone write takes before it begins.
 */
export function chained(inner: Dialect, now: () => Date, lock?: CompiledQuery): { readonly dialect: Dialect; begin(): void } {
  const chain = new Chain(inner, now);
  let begun = false; // what migrations do is theirs to link
  return {
    dialect: {
      createAdapter: () => inner.createAdapter(),
      createQueryCompiler: () => inner.createQueryCompiler(),
      createIntrospector: (db) => inner.createIntrospector(db),
      createDriver: () => new ChainedDriver(inner.createDriver(), chain, () => begun, lock),
    },
    begin() {
      begun = true;
    },
  };
}

/** Whose doing it is, from now until the open transaction ends. */
export async function actingIn(db: Db, by: By): Promise<void> {
  await db.getExecutor().provideConnection(async (connection) => {
    if (connection instanceof ChainedConnection && connection.open) connection.by = by;
  });
}

const part = {
  begin: CompiledQuery.raw("savepoint part"),
  keep: CompiledQuery.raw("release savepoint part"),
  undo: CompiledQuery.raw("rollback to savepoint part"),
};

type Part<T> = { readonly kept: true; readonly result: T } | { readonly kept: false; readonly why: unknown };

/** A part of the open transaction that is taken back alone where it throws, and whose links are of its own doer. */
export async function apart<T>(db: Db, work: () => Promise<T>): Promise<Part<T>> {
  const connected = (act: (connection: ChainedConnection) => Promise<void>) =>
    db.getExecutor().provideConnection(async (connection) => {
      if (connection instanceof ChainedConnection) await act(connection);
    });
  await connected((connection) => connection.partBegins());
  try {
    const result = await work();
    await connected((connection) => connection.partEnds());
    return { kept: true, result };
  } catch (why) {
    await connected((connection) => connection.partIsUndone());
    return { kept: false, why };
  }
}

/** Takes on the record what was changed past it, in the open transaction. */
export async function alsoChanged(db: Db, changed: readonly Changed[]): Promise<void> {
  await db.getExecutor().provideConnection(async (connection) => {
    if (connection instanceof ChainedConnection && connection.open) connection.changed = [...connection.changed, ...changed];
  });
}

class ChainedDriver implements Driver {
  readonly #inner: Driver;
  readonly #chain: Chain;
  readonly #begun: () => boolean;
  readonly #lock: CompiledQuery | undefined;
  constructor(inner: Driver, chain: Chain, begun: () => boolean, lock: CompiledQuery | undefined) {
    this.#inner = inner;
    this.#chain = chain;
    this.#begun = begun;
    this.#lock = lock;
  }

  init = () => this.#inner.init();
  destroy = () => this.#inner.destroy();

  async acquireConnection(): Promise<ChainedConnection> {
    const inner = await this.#inner.acquireConnection();
    return new ChainedConnection(
      inner,
      this.#begun,
      (query, on) => this.#alone(query, on),
      (on) => this.#link(on),
    );
  }
  async releaseConnection(connection: ChainedConnection): Promise<void> {
    await this.#inner.releaseConnection(connection.inner);
  }
  async beginTransaction(connection: ChainedConnection, settings: TransactionSettings): Promise<void> {
    await this.#inner.beginTransaction(connection.inner, settings);
    connection.starts();
  }
  async commitTransaction(connection: ChainedConnection): Promise<void> {
    await this.#link(connection);
    try {
      await this.#inner.commitTransaction(connection.inner);
    } catch (error) {
      throw (await this.#takenBack(connection)) ? error : new Undecided(error);
    }
    connection.ends();
  }
  /** What went wrong before is what is told: a connection that is gone takes its transaction with it. */
  async rollbackTransaction(connection: ChainedConnection): Promise<void> {
    await this.#takenBack(connection);
  }

  async #takenBack(connection: ChainedConnection): Promise<boolean> {
    connection.ends();
    return this.#inner.rollbackTransaction(connection.inner).then(
      () => true,
      () => false,
    );
  }

  async #link(connection: ChainedConnection): Promise<void> {
    const { inner, changed, by, last } = connection;
    connection.last = await this.#chain.add(inner, changed, by, last);
  }

  /** A write outside of any transaction becomes one, so that it and its link are kept together or not at all. */
  async #alone<R>(query: CompiledQuery, connection: ChainedConnection): Promise<QueryResult<R>> {
    await this.beginTransaction(connection, {});
    try {
      if (this.#lock) await connection.inner.executeQuery(this.#lock);
      const result = await connection.executeQuery<R>(query);
      await this.commitTransaction(connection);
      return result;
    } catch (error) {
      await this.rollbackTransaction(connection);
      throw error;
    }
  }
}

type Alone = <R>(query: CompiledQuery, on: ChainedConnection) => Promise<QueryResult<R>>;

class ChainedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #begun: () => boolean;
  readonly #alone: Alone;
  readonly #link: (on: ChainedConnection) => Promise<void>;
  changed: Changed[] = [];
  by: By | undefined;
  /** What the open transaction linked last. */
  last: Last | undefined;
  #lastBeforePart: Last | undefined;
  open = false;
  constructor(inner: DatabaseConnection, begun: () => boolean, alone: Alone, link: (on: ChainedConnection) => Promise<void>) {
    this.inner = inner;
    this.#begun = begun;
    this.#alone = alone;
    this.#link = link;
  }

  starts(): void {
    this.ends();
    this.open = true;
  }
  ends(): void {
    this.open = false;
    this.last = undefined;
    this.#forget();
  }
  #forget(): void {
    this.changed = [];
    this.by = undefined;
  }

  async partBegins(): Promise<void> {
    this.#lastBeforePart = this.last;
    await this.inner.executeQuery(part.begin);
  }
  async partEnds(): Promise<void> {
    await this.#link(this);
    await this.inner.executeQuery(part.keep);
    this.#forget();
  }
  async partIsUndone(): Promise<void> {
    await this.inner.executeQuery(part.undo);
    await this.inner.executeQuery(part.keep);
    this.last = this.#lastBeforePart;
    this.#forget();
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const table = writtenTo(query.query);
    if (table === undefined || !this.#begun()) return this.inner.executeQuery<R>(query);
    if (!this.open) return this.#alone<R>(query, this);
    const { rows } = await this.inner.executeQuery<Row>({ ...query, sql: `${query.sql} returning *` });
    const told = DeleteQueryNode.is(query.query) ? goneRow : changedRow;
    for (const row of rows) this.changed.push(told(table, row));
    return { rows: [], numAffectedRows: BigInt(rows.length) };
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize);
  }
}

/** The covered table that a statement writes to, if it does. */
function writtenTo(query: RootOperationNode): CoveredTable | undefined {
  const target = InsertQueryNode.is(query)
    ? query.into
    : UpdateQueryNode.is(query)
      ? query.table
      : DeleteQueryNode.is(query)
        ? query.from.froms[0]
        : undefined;
  if (target === undefined || !TableNode.is(target)) return undefined;
  const { name } = target.table.identifier;
  return isCovered(name) ? name : undefined;
}
