import { sql } from "kysely";
import type { Platform } from "../core/people.ts";
import type { Channel, Projects } from "../ports/projects.ts";
import { kept } from "./database/kept.ts";
import { likely } from "./rows.ts";
import type { Db } from "./tables.ts";

const homeOf = kept(["platform", "workspace", "channel"], (db, given) =>
  db
    .selectFrom("channels")
    .select(["project", "portfolio", "shared", "name"])
    .where("platform", "=", given<Platform>("platform"))
    .where("workspace", "=", given("workspace"))
    .where("channel", "=", given("channel")),
);
const channelsOfProject = kept(["project"], (db, given) =>
  db.selectFrom("channels").selectAll().where("project", "=", given("project")).orderBy("platform").orderBy("channel"),
);
const audiencesLike = kept(["like"], (db, given) =>
  db
    .selectFrom("audiences")
    .select(["id", "body"])
    .where(sql<boolean>`body like ${given("like")} escape '\\'`),
);

/** Which channel is whose home. */
export function channels(db: Db): Pick<Projects, "at" | "rename" | "noteShared" | "link" | "unlink" | "channels"> {
  return {
    async at({ platform, workspace, channel }) {
      const [row] = await homeOf(db, { platform, workspace, channel });
      if (!row) return undefined;
      const { project, portfolio, shared } = row;
      return {
        ...(project !== null && { project }),
        ...(portfolio !== null && { portfolio }),
        ...(shared !== null && { shared: shared === 1 }),
      };
    },

    /** Said with every request from there, and seldom news. */
    async rename({ platform, workspace, channel, name }) {
      const [row] = await homeOf(db, { platform, workspace, channel });
      if (row && row.name !== name)
        await db
          .updateTable("channels")
          .set({ name })
          .where("platform", "=", platform)
          .where("workspace", "=", workspace)
          .where("channel", "=", channel)
          .execute();
      await noteInAudiences(db, { platform, workspace, channel }, { name });
    },

    async noteShared({ platform, workspace, channel }, shared) {
      await db
        .insertInto("channels")
        .values({ platform, workspace, channel, name: null, project: null, portfolio: null, shared: shared ? 1 : 0 })
        .onConflict((c) => c.columns(["platform", "workspace", "channel"]).doUpdateSet({ shared: shared ? 1 : 0 }))
        .execute();
      await noteInAudiences(db, { platform, workspace, channel }, { shared });
    },

    /** A request that does not say how the channel is called, or that it is shared, takes neither back. */
    async link({ platform, workspace, channel, name, shared }, to) {
      const home = { project: to.project ?? null, portfolio: to.portfolio ?? null };
      const told = { ...(name !== undefined && { name }), ...(shared !== undefined && { shared: shared ? 1 : 0 }) };
      await db
        .insertInto("channels")
        .values({ platform, workspace, channel, name: null, shared: null, ...home, ...told })
        .onConflict((c) => c.columns(["platform", "workspace", "channel"]).doUpdateSet({ ...home, ...told }))
        .execute();
    },

    async unlink({ platform, workspace, channel }) {
      await db
        .updateTable("channels")
        .set({ project: null, portfolio: null })
        .where("platform", "=", platform)
        .where("workspace", "=", workspace)
        .where("channel", "=", channel)
        .execute();
    },

    async channels(of): Promise<readonly Channel[]> {
      const rows =
        of.project !== undefined && of.portfolio === undefined
          ? await channelsOfProject(db, { project: of.project })
          : await db
              .selectFrom("channels")
              .selectAll()
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

async function noteInAudiences(
  db: Db,
  { platform, workspace, channel }: Channel,
  news: { readonly name: string } | { readonly shared: boolean },
): Promise<void> {
  const rows = await audiencesLike(db, { like: `%${likely(JSON.stringify(channel))}%` });
  for (const { id, body } of rows) {
    const read: { readonly channel: Channel } = JSON.parse(body);
    const { channel: reads } = read;
    const same = reads.platform === platform && reads.workspace === workspace && reads.channel === channel;
    const noted = JSON.stringify({ ...read, channel: { ...reads, ...news } });
    if (!same || noted === body) continue;
    await db.updateTable("audiences").set({ body: noted }).where("id", "=", id).execute();
  }
}
