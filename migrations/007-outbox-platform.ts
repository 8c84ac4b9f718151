import { type Kysely, type Migration, sql } from "kysely";

/** On which platform a posting will keep a place busy, as far as that is known when it is written. */
export const outboxPlatform: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .alterTable("outbox")
      .addColumn("platform", "text", (c) => c.notNull().defaultTo("unknown"))
      .execute();
    for (const platform of ["slack", "teams", "terminal"])
      await sql`update outbox set platform = ${platform} where lane like ${`${platform}:%`}`.execute(db);
    await db.schema.dropIndex("outbox_due").execute();
    await db.schema.createIndex("outbox_due").on("outbox").columns(["state", "platform", "rank", "next_at", "id"]).execute();
  },
};
