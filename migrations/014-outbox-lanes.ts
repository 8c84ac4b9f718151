import { type Migration, sql } from "kysely";

/** However many wait for one chat, the first of each chat is found without walking over the others. */
export const outboxLanes: Migration = {
  async up(db) {
    const waits = sql<boolean>`state = 'waiting'`;
    await db.schema
      .createIndex("outbox_waiting")
      .on("outbox")
      .columns(["platform", "lane", "rank", "next_at", "id"])
      .where(waits)
      .execute();
  },
};
