import { readConfig, readEnvironment } from "../config.ts";
import { backup as intoFile } from "../store/database/backup.ts";
import { print } from "./offline.ts";
import { told } from "./verify.ts";

/** `drumbeat backup FILE`: while the bot runs. */
export async function backup([file = ""]: readonly string[]): Promise<number> {
  const verified = await intoFile(readConfig(readEnvironment()).databaseUrl, file);
  print(`${told(verified)}\n${file} holds everything as it was when this began. Keep it where only administrators read.`);
  return verified.broken.length === 0 ? 0 : 1;
}
