import { parseArgs } from "node:util";
import { readConfig, readEnvironment } from "../config.ts";
import { restore as fromFile } from "../store/database/backup.ts";
import { print } from "./offline.ts";
import { told } from "./verify.ts";

/** `drumbeat restore FILE`: while the bot is stopped. */
export async function restore(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: { replace: { type: "boolean" } }, allowPositionals: true });
  const [file = ""] = positionals;
  const verified = await fromFile(readConfig(readEnvironment()).databaseUrl, file, values.replace === true);
  print(`${told(verified)}\nThe database is as it was when ${file} was written. What was asked or posted since may come once more.`);
  return verified.broken.length === 0 ? 0 : 1;
}
