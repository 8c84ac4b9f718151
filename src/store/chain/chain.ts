import { type CompiledQuery, type DatabaseConnection, type Dialect, DummyDriver, Kysely } from "kysely";
import type { By } from "../../ports/index.ts";
import type { Db, Tables } from "../tables.ts";
import { type CoveredTable, covered } from "./covered.ts";
import { canonical, digestOf, firstHash, hashOf, keyOf, type Link, type Row } from "./link.ts";

export interface Changed {
  readonly table: CoveredTable;
  readonly key: string;
  readonly content?: string; // without it, the row is gone
}

export const changedRow = (table: CoveredTable, row: Row): Changed => ({ ...goneRow(table, row), content: canonical(row) });
export const goneRow = (table: CoveredTable, row: Row): Changed => ({ table, key: keyOf(row, covered[table].key) });

const itself: By = { actor: "drumbeat", source: "drumbeat" };
const linksAtOnce = 500;
/** In the order in which a link is made below. */
const columns = ["seq", "at", "actor", "source", "kind", "row", "digest", "value", "hash"] as const;

/** The last link that there is. */
export interface Last {
  readonly seq: number;
  readonly hash: string;
}

/** Writes links. Transactions that write come one after the other, so the last one is simply read. */
export class Chain {
  readonly #say: Db; // only puts statements into words
  readonly #now: () => Date;
  readonly #last: CompiledQuery;
  readonly #inserts = new Map<number, CompiledQuery>();
  constructor(dialect: Dialect, now: () => Date) {
    this.#now = now;
    this.#say = new Kysely<Tables>({
      dialect: {
        createAdapter: () => dialect.createAdapter(),
        createQueryCompiler: () => dialect.createQueryCompiler(),
        createIntrospector: (db) => dialect.createIntrospector(db),
        createDriver: () => new DummyDriver(),
      },
    });
    this.#last = this.#say.selectFrom("chain").select(["seq", "hash"]).orderBy("seq", "desc").limit(1).compile();
  }

  /** `before` is what this transaction linked last, where it did; returns what it did now. */
  async add(connection: DatabaseConnection, changed: readonly Changed[], by: By = itself, before?: Last): Promise<Last | undefined> {
    if (changed.length === 0) return before;
    const links = linksAfter(before ?? (await this.#head(connection)), changed, by, this.#now().toISOString());
    for (let at = 0; at < links.length; at += linksAtOnce) await connection.executeQuery(this.#adding(links.slice(at, at + linksAtOnce)));
    return links.at(-1);
  }

  async #head(connection: DatabaseConnection): Promise<Last> {
    const [head] = (await connection.executeQuery<{ seq: number | string; hash: string }>(this.#last)).rows;
    return { seq: Number(head?.seq ?? 0), hash: head?.hash ?? firstHash };
  }

  /** Nearly always there are two or three of them, with every command: the statement for so many is compiled once. */
  #adding(links: readonly Tables["chain"][]): CompiledQuery {
    const known = this.#inserts.get(links.length) ?? this.#say.insertInto("chain").values(links).compile();
    if (links.length < 10) this.#inserts.set(links.length, known);
    return { ...known, parameters: links.flatMap((link) => columns.map((column) => link[column])) };
  }
}

function linksAfter(head: Last, changed: readonly Changed[], by: By, at: string) {
  let { seq, hash } = head;
  return changed.map(({ table, key, content }) => {
    seq += 1;
    const link: Link = {
      seq,
      at,
      actor: by.actor,
      source: by.source,
      kind: table,
      row: key,
      digest: content === undefined ? null : digestOf(content),
      value: "kept" in covered[table] ? (content ?? null) : null,
    };
    hash = hashOf(hash, link);
    return { ...link, hash };
  });
}
