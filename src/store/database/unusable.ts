/** Why a database cannot be used, and what an administrator does about it; nothing where that is a mistake of ours. */
export function whyUnusable(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (/previously executed migration \S+ is missing/.test(error.message))
    return "a newer Drumbeat has changed its tables. Start that version, or bring back the backup from before the upgrade.";
  if (/directory does not exist/.test(error.message)) return `its folder is not there. Make it, or ${another}`;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return reasons.find(([start]) => code.startsWith(start))?.[1] ?? uncoded.find(([said]) => said.test(error.message))?.[1];
}

const another = "set another file in DATABASE_URL.";
const full = "the disk is full. Make room, then try again.";
const silent = "nothing answers there in time. Check the host and port in DATABASE_URL, and what stands between.";

/** The driver gives these no code. */
const uncoded: readonly (readonly [said: RegExp, words: string])[] = [
  [/timeout exceeded when trying to connect|connection timeout|timeout expired/, silent],
  [/password must be a string/, "Postgres asks for a password. Put it into DATABASE_URL: postgres://USER:PASSWORD@HOST/DATABASE."],
  [/does not support SSL/, "that Postgres speaks no TLS. Switch it on there, or take sslmode from DATABASE_URL."],
  [/Connection terminated unexpectedly/, "what answers there hangs up. Check that it is a Postgres, and its log."],
];

const reasons: readonly (readonly [code: string, words: string])[] = [
  ["SQLITE_CANTOPEN", `there is no file that can be opened or made. Check who may write in its folder, or ${another}`],
  ["SQLITE_READONLY", `it cannot be written to. Check who owns the file and its folder, or ${another}`],
  ["SQLITE_NOTADB", `the file is no SQLite database. Bring back a backup, or ${another}`],
  ["SQLITE_CORRUPT", "the file is damaged. Bring back the last backup."],
  ["SQLITE_FULL", full],
  ["ENOSPC", full],
  ["EACCES", "a file cannot be read or written. Check who owns it and its folder."],
  ["EROFS", "the disk can only be read. Give a file on another."],
  ["SQLITE_BUSY", "another program keeps it locked. Stop that program, then try again."],
  ["SQLITE_IOERR", "the disk fails. Look at the system's log, and bring back the last backup on another."],
  ["ECONNREFUSED", "no Postgres answers there. Start it, or check the host and port in DATABASE_URL."],
  ["ENOTFOUND", "there is no such host. Check DATABASE_URL."],
  ["EAI_AGAIN", "the host's name cannot be looked up now. Check DATABASE_URL and the name server."],
  ["ETIMEDOUT", silent],
  ["EHOSTUNREACH", silent],
  ["ENETUNREACH", silent],
  ["ERR_INVALID_URL", "its address cannot be read. In a password write @ as %40, / as %2F, # as %23, ? as %3F and % as %25."],
  ["28", "Postgres does not let that user in. Check the user and password in DATABASE_URL."],
  ["3D000", "Postgres has no database of that name. Make it with createdb, or check the name in DATABASE_URL."],
  ["42501", "that user may not make tables there. Grant it the schema: grant all on schema public to USER."],
  ["25006", "it can only be read. Point DATABASE_URL at the primary server."],
  ["53300", "Postgres has no connection left. Raise its max_connections, above ten for each instance."],
  ["57P01", "Postgres was stopped meanwhile. Start it, then try again."],
  ["57P03", "Postgres is still starting. Try again in a moment."],
];
