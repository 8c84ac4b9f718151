import { Kysely } from "kysely";
import { refuse } from "../core/refusal.ts";
import { bringUpToDate } from "./migrate.ts";
import type { Db, Tables } from "./tables.ts";
import { whyUnusable } from "./unusable.ts";

/** Opens "sqlite:PATH", "sqlite::memory:" or "postgres://USER:PASSWORD@HOST/DATABASE" and brings its tables up to date. */
export async function openDatabase(url: string): Promise<Db> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path !== undefined) {
    const { sqlite } = await import("./sqlite.ts");
    const db = new Kysely<Tables>({ dialect: sqlite(path) });
    await ready(db, url);
    return db;
  }
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new Error(`The database "${url}" is not known here. Use sqlite:PATH, such as sqlite:drumbeat.db, or postgres://….`);
  const { patientPostgres, postgres } = await import("./postgres.ts");
  const patient = new Kysely<Tables>({ dialect: patientPostgres(url) });
  await ready(patient, withoutPassword(url));
  await patient.destroy();
  return new Kysely<Tables>({ dialect: postgres(url) });
}

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

const withoutPassword = (url: string): string => url.replace(/(?<=:\/\/[^/@:]*:)[^@]*(?=@)/, "…");
