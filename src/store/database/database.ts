import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Kysely } from "kysely";
import { refuse } from "../../core/refusal.ts";
import { chained } from "../chain/chained.ts";
import type { Db, Tables } from "../tables.ts";
import { takeWriterLock } from "./dialect.ts";
import { bringUpToDate } from "./migrate.ts";
import { whyUnusable } from "./unusable.ts";

/** Opens "sqlite:PATH", "sqlite::memory:" or "postgres://USER:PASSWORD@HOST/DATABASE" and brings its tables up to date. `now` dates the chain. */
export async function openDatabase(url: string, now: () => Date): Promise<Db> {
  const path = fileOf(url);
  if (path !== undefined) {
    const { sqlite } = await import("./sqlite.ts");
    const { dialect, begin } = chained(sqlite(path), now);
    const db = new Kysely<Tables>({ dialect });
    await ready(db, url);
    begin();
    return db;
  }
  if (!/^postgres(ql)?:\/\//.test(url))
    refuse(`The address “${withoutPassword(url)}” is no database's. Write sqlite:PATH, such as sqlite:drumbeat.db, or postgres://….`);
  const { patientPostgres, postgres } = await import("./postgres.ts");
  const patient = new Kysely<Tables>({ dialect: patientPostgres(url) });
  await ready(patient, withoutPassword(url));
  await patient.destroy();
  const { dialect, begin } = chained(postgres(url), now, takeWriterLock);
  begin();
  return new Kysely<Tables>({ dialect });
}

/** Before reading what ought to be there: SQLite makes an empty database of a mistyped name, of which all is well. */
export function mustBeThere(url: string): void {
  const path = fileOf(url);
  if (path === undefined || path === ":memory:" || existsSync(path)) return;
  refuse(`There is no database ${resolve(path)}, so nothing was done. Check the address, DATABASE_URL, and which folder you are in.`);
}

/** Of "sqlite:PATH". */
export const fileOf = (url: string): string | undefined => /^sqlite:(.+)$/.exec(url)?.[1];

async function ready(db: Db, name: string): Promise<void> {
  try {
    await bringUpToDate(db);
  } catch (error) {
    await db.destroy();
    const why = whyUnusable(error);
    if (why !== undefined) refuse(`The database ${name} cannot be used: ${why}`);
    throw new Error(`The tables of ${name} could not be brought up to date.`, { cause: error });
  }
}

/** For what people read: logs, refusals, answers. A password may hold anything, even what ought to be written as %40. */
export const withoutPassword = (url: string): string =>
  url.replace(/(?<=:\/\/[^/@:]*:).*(?=@)/, "…").replace(/(?<=[?&]\w*password=)[^&]*/gi, "…");
