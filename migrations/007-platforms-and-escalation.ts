import { type Kysely, type Migration, sql } from "kysely";

interface Before {
  portfolios: { id: string; settings: string };
}

/**
 * On which platform a posting will keep a place busy, as far as that is known when it is written; and escalation as on or
 * off with its exceptions, where it was "all" or the programmes in which it is on.
 */
export const platformsAndEscalation: Migration = {
  async up(db: Kysely<Before>): Promise<void> {
    await db.schema
      .alterTable("outbox")
      .addColumn("platform", "text", (c) => c.notNull().defaultTo("unknown"))
      .execute();
    for (const platform of ["slack", "teams", "terminal"])
      await sql`update outbox set platform = ${platform} where lane like ${`${platform}:%`}`.execute(db);
    await db.schema.dropIndex("outbox_due").execute();
    await db.schema.createIndex("outbox_due").on("outbox").columns(["state", "platform", "rank", "next_at", "id"]).execute();

    for (const { id, settings } of await db.selectFrom("portfolios").select(["id", "settings"]).execute()) {
      const read: { readonly escalate?: "all" | readonly string[] } = JSON.parse(settings);
      const escalate = read.escalate === "all" ? { on: true, except: [] } : { on: false, except: read.escalate ?? [] };
      await db
        .updateTable("portfolios")
        .set({ settings: JSON.stringify({ ...read, escalate }) })
        .where("id", "=", id)
        .execute();
    }
  },
};
