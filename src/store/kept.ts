import { type Compilable, type CompiledQuery, type RawBuilder, sql } from "kysely";
import type { Db } from "./tables.ts";

type Value = string | number | null;
type Given<K extends string> = <T extends Value = string>(name: K) => RawBuilder<NoInfer<T>>;

/** A statement as one kind of database takes it, and which value stands at each of its places. */
interface Shape<K, R> {
  readonly query: CompiledQuery<R>;
  readonly places: readonly (readonly [name: K | undefined, constant: unknown])[];
}

/**
 * A statement that is built and compiled once, however often it is run: on the way to an acknowledgement that costs several
 * times what running it does. `given` stands for a value of that name.
 */
export function kept<K extends string, R>(names: readonly K[], build: (db: Db, given: Given<K>) => Compilable<R>) {
  const marks = new Map<unknown, K>(names.map((name) => [Symbol(name), name]));
  const shapes = new WeakMap<object, Shape<K, R>>();

  function shapeOn(db: Db): Shape<K, R> {
    const { adapter } = db.getExecutor();
    const known = shapes.get(adapter);
    if (known) return known;
    const query = build(db, (name) => sql`${[...marks.keys()][names.indexOf(name)]}`).compile();
    const shape = { query, places: query.parameters.map((each) => [marks.get(each), each] as const) };
    shapes.set(adapter, shape);
    return shape;
  }

  return async (db: Db, values: Readonly<Record<K, Value>>): Promise<R[]> => {
    const { query, places } = shapeOn(db);
    const parameters = places.map(([name, constant]) => (name === undefined ? constant : values[name]));
    return (await db.executeQuery<R>({ ...query, parameters })).rows;
  };
}
