import type { Selectable } from "kysely";
import { type Installation, type Installations, removed, type SealedTokens } from "../ports/installations.ts";
import { serially } from "./database/dialect.ts";
import { iso } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

/** Slack workspaces that installed the app, and whom of them that lets the bot reach. */
export function installationsOf(db: Db): Installations {
  const whole = (work: (tx: Db) => Promise<boolean>) => (db.isTransaction ? work(db) : serially(db, work));
  return {
    async all() {
      const rows = await db.selectFrom("installations").selectAll().orderBy("installed_at").orderBy("workspace").execute();
      return rows.map(installationOf);
    },

    async get(workspace) {
      const row = await db.selectFrom("installations").selectAll().where("workspace", "=", workspace).executeTakeFirst();
      return row && installationOf(row);
    },

    async keep({ workspace, name, botUser, sealed, installedAt }) {
      const row = { name, bot_user: botUser, ...columns(sealed), installed_at: iso(installedAt) };
      await whole(async (tx) => {
        await tx
          .insertInto("installations")
          .values({ workspace, ...row })
          .onConflict((c) => c.column("workspace").doUpdateSet(row))
          .execute();
        await reach(tx, workspace, removed, null);
        return true;
      });
    },

    forget: (workspace) =>
      whole(async (tx) => {
        const { numDeletedRows } = await tx.deleteFrom("installations").where("workspace", "=", workspace).executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await reach(tx, workspace, null, removed);
        return true;
      }),

    async mayRenew(workspace, seen, now, until) {
      const { numUpdatedRows } = await stillThese(db, workspace, seen)
        .set({ renewing_until: iso(until) })
        .where((e) => e.or([e("renewing_until", "is", null), e("renewing_until", "<=", iso(now))]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async replace(workspace, seen, by) {
      const { numUpdatedRows } = await stillThese(db, workspace, seen).set(columns(by)).executeTakeFirst();
      return numUpdatedRows === 1n;
    },

    async endRenewing(workspace) {
      await db.updateTable("installations").set({ renewing_until: null }).where("workspace", "=", workspace).execute();
    },
  };
}

/** Ciphertext differs each time, so equal ciphertext means that nobody wrote since. */
const stillThese = (db: Db, workspace: string, { token }: SealedTokens) =>
  db.updateTable("installations").where("workspace", "=", workspace).where("sealed_token", "=", token);

async function reach(db: Db, workspace: string, was: string | null, unreachable: string | null): Promise<void> {
  await db
    .updateTable("identities")
    .set({ unreachable })
    .where("platform", "=", "slack")
    .where("workspace", "=", workspace)
    .where((e) => (was === null ? e("unreachable", "is", null) : e("unreachable", "=", was)))
    .execute();
}

const columns = ({ token, refresh, expiresAt }: SealedTokens) => ({
  sealed_token: token,
  sealed_refresh: refresh ?? null,
  expires_at: expiresAt ? iso(expiresAt) : null,
  renewing_until: null,
});

function installationOf(row: Selectable<Tables["installations"]>): Installation {
  return {
    workspace: row.workspace,
    name: row.name,
    botUser: row.bot_user,
    sealed: {
      token: row.sealed_token,
      ...(row.sealed_refresh !== null && { refresh: row.sealed_refresh }),
      ...(row.expires_at !== null && { expiresAt: new Date(row.expires_at) }),
    },
    installedAt: new Date(row.installed_at),
  };
}
