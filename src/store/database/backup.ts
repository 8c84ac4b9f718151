import { accessSync, chmodSync, closeSync, constants, copyFileSync, existsSync, mkdtempSync, openSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Sqlite from "better-sqlite3";
import { refuse } from "../../core/refusal.ts";
import { type Verified, verify } from "../chain/verify.ts";
import { fileOf, openDatabase } from "./database.ts";
import { moveDatabase } from "./move.ts";

const now = () => new Date();
const ownerOnly = 0o600; // it holds what everybody wrote, and the sealed tokens

/**
 * Everything as it is at one moment, in one SQLite file, from either kind of database; the bot goes on working meanwhile.
 * What was deleted is not in it, as it would be in a copy of the file.
 */
export async function backup(url: string, file: string): Promise<Verified> {
  if (existsSync(file)) refuse(`${file} is there already. Give another name, or remove it first.`);
  mustBeWritable(dirname(file));
  const part = `${file}.part`;
  remove(part);
  try {
    closeSync(openSync(part, "w", ownerOnly)); // before anything is in it
    await moveDatabase(url, `sqlite:${part}`);
    const db = await openDatabase(`sqlite:${part}`, now);
    const verified = await verify(db).finally(() => db.destroy());
    asOneFile(part);
    renameSync(part, file);
    return verified;
  } finally {
    remove(part);
  }
}

/** Puts a backup in the place of the database, which must be empty, or be replaced: then its file is kept beside it. */
export async function restore(url: string, file: string, replace: boolean): Promise<Verified> {
  if (!existsSync(file)) refuse(`There is no file ${file}. Give the one that drumbeat backup wrote.`);
  const path = fileOf(url);
  if (path === ":memory:") refuse("There is no database in memory to restore into. Set DATABASE_URL to a file.");
  if (path === undefined) return intoPostgres(url, file, replace);
  const coming = `${path}.restoring`;
  if (existsSync(path)) mayBeReplaced(path, replace);
  const verified = await readied(file, coming);
  chmodSync(coming, ownerOnly);
  if (replace && existsSync(path)) renameSync(path, `${path}.replaced`);
  renameSync(coming, path);
  return verified;
}

async function intoPostgres(url: string, file: string, replace: boolean): Promise<Verified> {
  if (replace) refuse("A Postgres database is not replaced. Make a new, empty one, set DATABASE_URL to it, and restore without --replace.");
  const coming = join(mkdtempSync(join(tmpdir(), "drumbeat-")), "restoring.db");
  try {
    await readied(file, coming);
    await moveDatabase(`sqlite:${coming}`, url);
    const db = await openDatabase(url, now);
    return await verify(db).finally(() => db.destroy());
  } finally {
    remove(coming);
  }
}

/** A copy that can take the database's place. What waited to be sent may have been sent since: the next attempt looks first, where the chat can be looked into. */
async function readied(file: string, path: string): Promise<Verified> {
  remove(path);
  copyFileSync(file, path);
  mustBeBackup(path, file);
  const db = await openDatabase(`sqlite:${path}`, now);
  try {
    await db.updateTable("outbox").set({ unsure: 1 }).where("state", "in", ["waiting", "sending"]).execute();
    return await verify(db);
  } finally {
    await db.destroy();
  }
}

function mustBeWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse(`Nothing can be written into the folder ${folder}. Make it, let this user write there, or give another file.`);
  }
}

function mustBeBackup(path: string, file: string): void {
  const database = new Sqlite(path);
  const sound = isSound(database);
  database.close();
  if (sound) return;
  remove(path);
  refuse(`${file} is no backup of Drumbeat, or it is damaged. Nothing was changed.`);
}

function isSound(database: Sqlite.Database): boolean {
  try {
    database.prepare("select 1 from people").get(); // also of a version from before the chain, which opening it brings
    return database.pragma("integrity_check", { simple: true }) === "ok";
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return false;
    throw error;
  }
}

/** Without the two files that stand beside a database in use. */
function asOneFile(path: string): void {
  const database = new Sqlite(path);
  database.pragma("journal_mode = delete");
  database.close();
}

/** Only the last program on a file can take it out of the mode that lets several use it. */
function mayBeReplaced(path: string, replace: boolean): void {
  const database = new Sqlite(path, { timeout: 50 });
  try {
    if (!replace && holdsSomething(database))
      refuse(`The database ${path} is not empty, so nothing was restored. Add --replace: it is then kept as ${path}.replaced.`);
    if (existsSync(`${path}.replaced`)) refuse(`${path}.replaced is there from before. Move it away first.`);
    database.pragma("journal_mode = delete");
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY"))
      refuse("A program is running on this database. Stop it first; nothing was changed.");
    throw error;
  } finally {
    database.close();
  }
}

function holdsSomething(database: Sqlite.Database): boolean {
  const tables = database.prepare("select name from sqlite_schema where name in ('people', 'portfolios', 'installations')").pluck().all();
  return tables.some((table) => database.prepare(`select 1 from ${String(table)} limit 1`).get() !== undefined);
}

const remove = (path: string): void => {
  for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
};
