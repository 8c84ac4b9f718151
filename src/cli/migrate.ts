import { atDesk, print } from "./offline.ts";

export async function migrate(_args: readonly string[]): Promise<number> {
  await atDesk(async (_desk, config) => print(`${config.databaseUrl} is at this version.`));
  return 0;
}
