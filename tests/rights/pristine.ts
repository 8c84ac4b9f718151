import Sqlite from "better-sqlite3";

/** A copy of a database as it stands, to which it is taken back, and what was different before that. */
export async function keepPristine(path: string) {
  const copy = `${path}.pristine`;
  const database = new Sqlite(path);
  database.pragma("foreign_keys = OFF");
  database.pragma("synchronous = OFF");
  database.prepare("vacuum into ?").run(copy);
  database.prepare("attach ? as pristine").run(copy);
  for (const { name } of database.prepare<[], { name: string }>("select name from main.sqlite_master where type = 'trigger'").all())
    database.exec(`drop trigger "${name}"`); // what is append-only for the program is taken back here
  const tables = database
    .prepare<[], { name: string }>("select name from pristine.sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .map(({ name }) => `"${name}"`);
  const more = tables.map((table) => database.prepare(`select * from main.${table} except select * from pristine.${table}`));
  const less = tables.map((table) => database.prepare(`select * from pristine.${table} except select * from main.${table}`));
  const version = () => Number(database.pragma("data_version", { simple: true }));
  let seen = version();
  return {
    /** Whether anybody else committed since it was taken back last. */
    changed: (): boolean => version() !== seen,
    /** Takes all back; every row that came, changed or went, but for the note that the request was seen. */
    restore(): string {
      const found: string[] = [];
      database.transaction(() => {
        for (const [i, table] of tables.entries()) {
          const [came, went] = [more[i]?.all() ?? [], less[i]?.all() ?? []];
          if (came.length + went.length === 0) continue;
          if (table !== '"seen"') found.push(`${table} came ${JSON.stringify(came)} went ${JSON.stringify(went)}`);
          database.exec(`delete from main.${table}; insert into main.${table} select * from pristine.${table}`);
        }
      })();
      seen = version();
      return found.join("\n");
    },
    close: (): void => void database.close(),
  };
}
