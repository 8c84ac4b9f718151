import type { Channel, Projects } from "../ports/projects.ts";
import type { Db } from "./tables.ts";

/** Which channel is whose home. */
export function channels(db: Db): Pick<Projects, "at" | "link" | "unlink" | "channels"> {
  return {
    async at({ platform, workspace, channel }) {
      const row = await db
        .selectFrom("channels")
        .select(["project", "portfolio"])
        .where("platform", "=", platform)
        .where("workspace", "=", workspace)
        .where("channel", "=", channel)
        .executeTakeFirst();
      if (!row || (row.project === null && row.portfolio === null)) return undefined;
      return { ...(row.project !== null && { project: row.project }), ...(row.portfolio !== null && { portfolio: row.portfolio }) };
    },

    async link({ platform, workspace, channel, name, shared }, to) {
      const row = {
        name: name ?? null,
        shared: shared === undefined ? null : shared ? 1 : 0,
        project: to.project ?? null,
        portfolio: to.portfolio ?? null,
      };
      await db
        .insertInto("channels")
        .values({ platform, workspace, channel, ...row })
        .onConflict((c) => c.columns(["platform", "workspace", "channel"]).doUpdateSet(row))
        .execute();
    },

    async unlink({ platform, workspace, channel }) {
      await db
        .deleteFrom("channels")
        .where("platform", "=", platform)
        .where("workspace", "=", workspace)
        .where("channel", "=", channel)
        .execute();
    },

    async channels(of): Promise<readonly Channel[]> {
      const rows = await db
        .selectFrom("channels")
        .selectAll()
        .$if(of.project !== undefined, (q) => q.where("project", "=", of.project ?? ""))
        .$if(of.portfolio !== undefined, (q) => q.where("portfolio", "=", of.portfolio ?? ""))
        .orderBy("platform")
        .orderBy("channel")
        .execute();
      return rows.map(({ platform, workspace, channel, name, shared }) => ({
        platform,
        workspace,
        channel,
        ...(name !== null && { name }),
        ...(shared !== null && { shared: shared === 1 }),
      }));
    },
  };
}
