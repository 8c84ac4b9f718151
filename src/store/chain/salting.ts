import { salt } from "../rows.ts";
import type { Db } from "../tables.ts";

/** Rows about people that an older version wrote get their salt: it is what an account is called in the chain. */
export async function saltAll(db: Db): Promise<void> {
  for (const { id } of await db.selectFrom("people").select("id").where("salt", "is", null).where("erased_on", "is", null).execute())
    await db.updateTable("people").set({ salt: salt() }).where("id", "=", id).execute();
  for (const { id } of await db.selectFrom("absences").select("id").where("salt", "is", null).execute())
    await db.updateTable("absences").set({ salt: salt() }).where("id", "=", id).execute();
  for (const { platform, workspace, user_id } of await db.selectFrom("identities").selectAll().where("salt", "is", null).execute())
    await db
      .updateTable("identities")
      .set({ salt: salt() })
      .where("platform", "=", platform)
      .where("workspace", "=", workspace)
      .where("user_id", "=", user_id)
      .execute();
}
