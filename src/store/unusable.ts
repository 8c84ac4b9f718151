import Sqlite from "better-sqlite3";

/** Why a database cannot be used, and what an administrator does about it; nothing where that is a mistake of ours. */
export function whyUnusable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/previously executed migration \S+ is missing/.test(error.message))
    return "a newer Drumbeat has changed its tables. Start that version, or bring back the backup from before the upgrade.";
  if (/directory does not exist/.test(error.message)) return `its folder is not there. Make it, or ${another}`;
  return error instanceof Sqlite.SqliteError ? reasons.find(([code]) => error.code.startsWith(code))?.[1] : undefined;
}

const another = "set another file in DATABASE_URL.";

const reasons: readonly (readonly [code: string, words: string])[] = [
  ["SQLITE_CANTOPEN", `there is no file that can be opened or made. Check who may write in its folder, or ${another}`],
  ["SQLITE_READONLY", `it cannot be written to. Check who owns the file and its folder, or ${another}`],
  ["SQLITE_NOTADB", `the file is no SQLite database. Bring back a backup, or ${another}`],
  ["SQLITE_CORRUPT", "the file is damaged. Bring back the last backup."],
  ["SQLITE_FULL", "the disk is full. Make room, then try again."],
  ["SQLITE_BUSY", "another program keeps it locked. Stop that program, then try again."],
];
