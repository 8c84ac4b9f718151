import type { Migration } from "kysely";

/** Digests name who asks for a decision: with a salt of its own, what the chain says of one cannot be guessed once that is erased. */
export const digestSalt: Migration = {
  async up(db) {
    await db.schema.alterTable("digests").addColumn("salt", "text").execute();
  },
};
