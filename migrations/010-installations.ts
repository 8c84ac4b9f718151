import type { Kysely, Migration } from "kysely";

/**
 * Workspaces that installed the app by themselves, with their tokens as ciphertext. `renewing_until`: one program is just
 * fetching new tokens in exchange for the refresh token, which Slack takes once.
 */
export const installations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable("installations")
      .addColumn("workspace", "text", (c) => c.primaryKey())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("bot_user", "text", (c) => c.notNull())
      .addColumn("sealed_token", "text", (c) => c.notNull())
      .addColumn("sealed_refresh", "text")
      .addColumn("expires_at", "text")
      .addColumn("installed_at", "text", (c) => c.notNull())
      .addColumn("renewing_until", "text")
      .execute();
  },
};
