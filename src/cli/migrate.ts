import { withoutPassword } from "../store/database/database.ts";
import { atDesk, print } from "./offline.ts";

export async function migrate(_args: readonly string[]): Promise<number> {
  await atDesk(async (_desk, config) => print(`${withoutPassword(config.databaseUrl)} is at this version.`));
  return 0;
}
