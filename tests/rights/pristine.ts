import { randomUUID } from "node:crypto";
import Sqlite from "better-sqlite3";

/** A copy of a database as it stands, to which it is taken back, and what was different before that. */
export async function keepPristine(path: string) {
  const copy = `${path}.${randomUUID()}`;
  const database = new Sqlite(path);
  database.pragma("foreign_keys = OFF");
  database.pragma("synchronous = OFF");
  database.exec("drop table if exists touched");
  database.prepare("vacuum into ?").run(copy);
  database.prepare("attach ? as pristine").run(copy);
  for (const { name } of database.prepare<[], { name: string }>("select name from main.sqlite_master where type = 'trigger'").all())
    database.exec(`drop trigger "${name}"`); // what is append-only for the program is taken back here
  const tables = database
    .prepare<[], { name: string }>(
      "select name from pristine.sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'touched'",
    )
    .all()
    .map(({ name }) => `"${name}"`);
  database.exec("create table touched (name text primary key) without rowid");
  for (const table of tables)
    for (const deed of ["insert", "update", "delete"])
      database.exec(
        `create trigger touched_${deed}_${table.replaceAll('"', "")} after ${deed} on ${table} begin insert or ignore into touched values ('${table}'); end`,
      );
  const touched = database.prepare<[], { name: string }>("select name from touched");
  const rows = (here: string, there: string, table: string) =>
    database.prepare(`select * from ${here}.${table} except select * from ${there}.${table}`).all();
  const restore = database.transaction((all?: "all"): Difference => {
    const names = all ? tables : touched.all().map(({ name }) => name);
    const found: string[] = [];
    for (const table of names.toSorted()) {
      const [came, went] = [rows("main", "pristine", table), rows("pristine", "main", table)];
      if (table !== '"seen"' && came.length + went.length > 0)
        found.push(`${table} came ${JSON.stringify(came)} went ${JSON.stringify(went)}`);
      if (came.length + went.length > 0)
        database.exec(`delete from main.${table}; insert into main.${table} select * from pristine.${table}`);
    }
    if (names.length > 0) database.exec("delete from touched");
    return { seen: names.includes('"seen"'), rows: found.join("\n") };
  });
  return { restore, close: (): void => void database.close() };
}

/** Whether a request was kept as seen, and every other row that came, changed or went. */
interface Difference {
  readonly seen: boolean;
  readonly rows: string;
}
