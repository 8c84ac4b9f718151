import { type Config, readConfig, readEnvironment } from "../config.ts";
import { createLog } from "../log.ts";
import { settingsOf } from "../main.ts";
import { records } from "../records/index.ts";
import type { Desk } from "../routes.ts";
import { type OpenStore, openStore } from "../store/index.ts";

/** The store and a desk beside (or without) the running server; the store is closed afterwards, whatever happens. */
export async function atDesk<T>(work: (desk: Desk, config: Config, store: OpenStore) => Promise<T>): Promise<T> {
  const config = readConfig(readEnvironment());
  const store: OpenStore = await openStore({ url: config.databaseUrl, zone: config.zone, types: records });
  try {
    return await work({ store, types: records, settings: settingsOf(config), now: new Date(), log: createLog("warn") }, config, store);
  } finally {
    await store.close();
  }
}

export const print = (words: string): void => void process.stdout.write(`${words}\n`);
