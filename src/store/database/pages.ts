import { type Kysely, sql } from "kysely";
import type { Row } from "../chain/link.ts";

/** All rows of a table in the order of its key, so many at a time: the whole of it may not fit. */
export async function* pagesOf<DB>(db: Kysely<DB>, table: string, key: readonly string[], size = 1000): AsyncGenerator<readonly Row[]> {
  const order = sql.join(key.map((column) => sql.ref(column)));
  let after = sql``;
  for (;;) {
    const { rows } = await sql<Row>`select * from ${sql.table(table)} ${after} order by ${order} limit ${sql.lit(size)}`.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = sql`where (${order}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}
