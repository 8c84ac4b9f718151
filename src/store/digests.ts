import type { Audience, DigestIssue, Digests } from "../ports/digests.ts";
import { iso, salt } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type AudienceBody = Omit<Audience, "id" | "portfolio" | "name">;
type Moments = "announced" | "corrected";
type IssueBody = Omit<DigestIssue, "audience" | "period" | "state" | Moments> & Readonly<Partial<Record<Moments, string>>>;

export function digestsOf(db: Db): Digests {
  return {
    async audiences(portfolio) {
      const rows = db.selectFrom("audiences").selectAll().orderBy("name").orderBy("id");
      const found = portfolio === undefined ? await rows.execute() : await rows.where("portfolio", "=", portfolio).execute();
      return found.map(audience);
    },

    async audience(id) {
      const row = await db.selectFrom("audiences").selectAll().where("id", "=", id).executeTakeFirst();
      return row && audience(row);
    },

    async saveAudience({ id, portfolio, name, ...rest }) {
      const body: AudienceBody = rest;
      const row = { portfolio, name, body: JSON.stringify(body) };
      await db
        .insertInto("audiences")
        .values({ id, ...row })
        .onConflict((c) => c.column("id").doUpdateSet(row))
        .execute();
    },

    async removeAudience(id) {
      await db.deleteFrom("audiences").where("id", "=", id).execute();
    },

    async issue(of, period) {
      const row = await db.selectFrom("digests").selectAll().where("audience", "=", of).where("period", "=", period).executeTakeFirst();
      return row && issue(row);
    },

    async saveIssue({ audience: of, period, state, announced, corrected, ...rest }) {
      const moments = { ...(announced && { announced: iso(announced) }), ...(corrected && { corrected: iso(corrected) }) };
      const body: IssueBody = { ...rest, ...moments };
      const row = { state, body: JSON.stringify(body), salt: salt() };
      await db
        .insertInto("digests")
        .values({ audience: of, period, ...row })
        .onConflict((c) => c.columns(["audience", "period"]).doUpdateSet(row))
        .execute();
    },

    async lastPosted(of, before) {
      const row = await db
        .selectFrom("digests")
        .selectAll()
        .where("audience", "=", of)
        .where("state", "=", "posted")
        .where("period", "<", before)
        .orderBy("period", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && issue(row);
    },
  };
}

function audience(row: Tables["audiences"]): Audience {
  const body: AudienceBody = JSON.parse(row.body);
  return { ...body, id: row.id, portfolio: row.portfolio, name: row.name };
}

function issue(row: Tables["digests"]): DigestIssue {
  const { announced, corrected, ...body }: IssueBody = JSON.parse(row.body);
  return {
    ...body,
    audience: row.audience,
    period: row.period,
    state: row.state,
    ...(announced !== undefined && { announced: new Date(announced) }),
    ...(corrected !== undefined && { corrected: new Date(corrected) }),
  };
}
