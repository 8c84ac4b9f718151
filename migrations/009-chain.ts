import { randomBytes } from "node:crypto";
import type { Kysely, Migration } from "kysely";
import { canonical, digestOf, firstHash, hashOf, keyOf, type Link, type Row } from "../src/store/chain/link.ts";
import { pagesOf } from "../src/store/database/pages.ts";

interface Then {
  people: { id: string; salt: string | null };
  identities: { platform: string; workspace: string; user_id: string; salt: string | null };
  absences: { id: string; salt: string | null };
  changes: { id: number; salt: string | null };
  chain: Link & { hash: string };
}

/** The tables that the chain began with, each with its key and what it is read in the order of. */
const covered: readonly (readonly [table: string, key: readonly string[], order?: readonly string[], kept?: "kept"])[] = [
  ["people", ["id"]],
  ["identities", ["salt"], ["platform", "workspace", "user_id"]],
  ["absences", ["id"]],
  ["assignments", ["id"], ["id"], "kept"],
  ["portfolios", ["id"], ["id"], "kept"],
  ["scales", ["portfolio", "from_day"], ["portfolio", "from_day"], "kept"],
  ["programmes", ["id"], ["id"], "kept"],
  ["projects", ["id"], ["id"], "kept"],
  ["memberships", ["project", "from_day"], ["project", "from_day"], "kept"],
  ["channels", ["platform", "workspace", "channel"], ["platform", "workspace", "channel"], "kept"],
  ["entries", ["id"]],
  ["versions", ["entry", "version"]],
  ["links", ["from_entry", "kind", "to_entry"], ["from_entry", "kind", "to_entry"], "kept"],
  ["reports", ["id"]],
  ["audiences", ["id"], ["id"], "kept"],
  ["digests", ["audience", "period"]],
  ["changes", ["id"]],
];

/** The chain over everything that is kept for the record, begun with what is there. */
export const chain: Migration = {
  async up(db: Kysely<Then>) {
    await db.schema
      .createTable("chain")
      .addColumn("seq", "bigint", (c) => c.primaryKey())
      .addColumn("at", "text", (c) => c.notNull())
      .addColumn("actor", "text", (c) => c.notNull())
      .addColumn("source", "text", (c) => c.notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("row", "text", (c) => c.notNull())
      .addColumn("digest", "text")
      .addColumn("value", "text")
      .addColumn("hash", "text", (c) => c.notNull())
      .execute();
    for (const table of ["people", "identities", "absences", "changes"])
      await db.schema.alterTable(table).addColumn("salt", "text").execute();
    await db.schema.alterTable("people").addColumn("erased_on", "text").execute();
    await salt(db);
    await linkAll(db, new Date().toISOString());
  },
};

async function salt(db: Kysely<Then>): Promise<void> {
  const salted = () => ({ salt: randomBytes(16).toString("base64url") });
  for (const table of ["people", "absences"] as const)
    for (const { id } of await db.selectFrom(table).select("id").execute())
      await db.updateTable(table).set(salted()).where("id", "=", id).execute();
  for (const { id } of await db.selectFrom("changes").select("id").execute())
    await db.updateTable("changes").set(salted()).where("id", "=", id).execute();
  for (const { platform, workspace, user_id } of await db.selectFrom("identities").selectAll().execute())
    await db
      .updateTable("identities")
      .set(salted())
      .where("platform", "=", platform)
      .where("workspace", "=", workspace)
      .where("user_id", "=", user_id)
      .execute();
}

async function linkAll(db: Kysely<Then>, at: string): Promise<void> {
  let [seq, hash] = [0, firstHash];
  for (const [kind, key, order = key, kept] of covered) {
    const linked = (row: Row) => {
      const content = canonical(row);
      seq += 1;
      const link: Link = {
        ...{ seq, at, actor: "drumbeat", source: "upgrade", kind, row: keyOf(row, key) },
        ...{ digest: digestOf(content), value: kept ? content : null },
      };
      hash = hashOf(hash, link);
      return { ...link, hash };
    };
    for await (const rows of pagesOf(db, kind, order)) await db.insertInto("chain").values(rows.map(linked)).execute();
  }
}
