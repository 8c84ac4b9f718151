import { type Compilable, type CompiledQuery, type RawBuilder, sql } from "kysely";
import type { Db } from "../tables.ts";

type Value = string | number | null;
/** What stands for a value while a statement is built. */
export type Given<K extends string> = <T extends Value = string>(name: K) => RawBuilder<NoInfer<T>>;
type Row<K extends string> = Readonly<Record<K, Value>>;

/** A statement as one kind of database takes it, and what stands at each of its places. */
interface Shape<Mark, R> {
  readonly query: CompiledQuery<R>;
  readonly places: readonly (readonly [mark: Mark | undefined, constant: unknown])[];
}

/**
 * A statement that is built and compiled once, however often it is run: on the way to an acknowledgement that costs several
 * times what running it does. `given` stands for a value of that name.
 */
export function kept<K extends string, R>(names: readonly K[], build: (db: Db, given: Given<K>) => Compilable<R>) {
  const marks = new Map<unknown, K>(names.map((name) => [Symbol(name), name]));
  const shapeOn = perDatabase((db) =>
    shapeOf(
      marks,
      build(db, (name) => sql`${[...marks.keys()][names.indexOf(name)]}`),
    ),
  );
  return async (db: Db, values: Row<K>): Promise<R[]> => {
    const { query, places } = shapeOn(db);
    const parameters = places.map(([name, constant]) => (name === undefined ? constant : values[name]));
    return (await db.executeQuery<R>({ ...query, parameters })).rows;
  };
}

/** So many at once: few statements, each well below what one may carry. */
const sizes = [128, 16, 1] as const;

/** The same for any number of rows, in as few statements as that takes. */
export function keptRows<K extends string>(columns: readonly K[], build: (db: Db, rows: readonly Given<K>[]) => Compilable<unknown>) {
  const statements = sizes.map((size) => {
    const all = Array.from({ length: size }, (_, at) => new Map(columns.map((column) => [column, { mark: Symbol(column), at, column }])));
    const marks = new Map<unknown, { readonly at: number; readonly column: K }>(
      all.flatMap((row) => [...row.values()].map((each) => [each.mark, each] as const)),
    );
    const given = all.map(
      (row): Given<K> =>
        (name) =>
          sql`${row.get(name)?.mark}`,
    );
    return { size, shapeOn: perDatabase((db) => shapeOf(marks, build(db, given))) };
  });
  return async (db: Db, rows: readonly Row<K>[]): Promise<void> => {
    let done = 0;
    for (const { size, shapeOn } of statements)
      for (; rows.length - done >= size; done += size) {
        const { query, places } = shapeOn(db);
        const parameters = places.map(([mark, constant]) => (mark === undefined ? constant : rows[done + mark.at]?.[mark.column]));
        await db.executeQuery({ ...query, parameters });
      }
  };
}

function shapeOf<Mark, R>(marks: ReadonlyMap<unknown, Mark>, statement: Compilable<R>): Shape<Mark, R> {
  const query = statement.compile();
  return { query, places: query.parameters.map((each) => [marks.get(each), each]) };
}

/** SQLite and Postgres spell places differently. */
function perDatabase<T>(make: (db: Db) => T): (db: Db) => T {
  const made = new WeakMap<object, T>();
  return (db) => {
    const { adapter } = db.getExecutor();
    const known = made.get(adapter) ?? make(db);
    made.set(adapter, known);
    return known;
  };
}
