import type { Project } from "../core/portfolio.ts";
import type { LocalDate } from "../core/time.ts";
import type { Projects } from "../ports/projects.ts";
import { channels } from "./channels.ts";
import { kept } from "./database/kept.ts";
import { linesOf } from "./line.ts";
import { membersOf } from "./members.ts";
import { portfolios } from "./portfolios.ts";
import { type Body, memberOf } from "./project-row.ts";
import type { Db, Tables } from "./tables.ts";

const rowsBy = {
  id: kept(["value"], (db, given) => rowsWithKey(db).where("p.id", "=", given("value"))),
  key: kept(["value"], (db, given) => rowsWithKey(db).where("p.key", "=", given("value"))),
  foreign_id: kept(["value"], (db, given) => rowsWithKey(db).where("p.foreign_id", "=", given("value"))),
};

export function projectsOf(db: Db): Projects {
  /** One that left every portfolio is shown where it was last; one that has yet to join, where it will be. */
  const one = async (column: "id" | "key" | "foreign_id", value: string, date: LocalDate): Promise<Project | undefined> => {
    const rows = await rowsBy[column](db, { value });
    const row = rows.findLast(({ from_day }) => from_day !== null && from_day <= date) ?? rows[0];
    if (!row) return undefined;
    const place = row.member_of === null ? {} : { portfolio: row.member_of, programme: row.member_in };
    const [project] = await complete(db, [{ ...row, ...place }], date);
    const isMember = row.from_day !== null && row.from_day <= date && (row.until_day === null || row.until_day > date);
    return project && (isMember ? project : { ...project, unplaced: true });
  };

  return {
    ...portfolios(db),
    ...channels(db),
    ...membersOf(db),

    get: (id, date) => one("id", id, date),
    byKey: (key, date) => one("key", key.toUpperCase(), date),
    byForeignId: (id, date) => one("foreign_id", id, date),

    async all(date) {
      const rows = await membersOn(db, date)
        .innerJoin("projects as p", "p.id", "m.project")
        .where("p.key", "is not", null)
        .select(["p.id", "p.key", "p.foreign_id", "m.portfolio", "m.programme", "p.body"])
        .orderBy("p.key")
        .execute();
      return complete(db, rows, date);
    },

    async keys() {
      const rows = await db.selectFrom("projects").select("key").where("key", "is not", null).orderBy("key").execute();
      return rows.flatMap((row) => (row.key === null ? [] : [row.key]));
    },

    async save(project) {
      const {
        id,
        key,
        foreignId,
        portfolio,
        programme,
        pm: _pm,
        sponsor: _s,
        contact: _c,
        manager: _m,
        pmSince: _since,
        unplaced: _unplaced,
        ...rest
      } = project;
      const body: Body = rest;
      const row = {
        key: key.toUpperCase(),
        foreign_id: foreignId ?? null,
        portfolio,
        programme: programme ?? null,
        body: JSON.stringify(body),
      };
      await db
        .insertInto("projects")
        .values({ id, ...row })
        .onConflict((c) => c.column("id").doUpdateSet(row))
        .execute();
    },

    /** Its entries and reports stay for the record, out of everybody's sight; its key and foreign id are free again. */
    async remove(id) {
      await db.updateTable("projects").set({ key: null, foreign_id: null }).where("id", "=", id).execute();
      await db.updateTable("channels").set({ project: null }).where("project", "=", id).execute();
    },

    /** Until the membership that is already known to come next, when history is filled in backwards. */
    async join(project, portfolio, programme, from) {
      await end(db, project, from);
      const later = db.selectFrom("memberships").select("from_day").where("project", "=", project).where("from_day", ">", from);
      const next = await later.orderBy("from_day").limit(1).executeTakeFirst();
      await db
        .insertInto("memberships")
        .values({ project, portfolio, programme: programme ?? null, from_day: from, until_day: next?.from_day ?? null })
        .execute();
    },

    leave: (project, on) => end(db, project, on),

    async members(portfolio, date) {
      const rows = await membersOn(db, date)
        .innerJoin("projects as p", "p.id", "m.project")
        .where("p.key", "is not", null)
        .where("m.portfolio", "=", portfolio)
        .select("m.project")
        .orderBy("p.key")
        .execute();
      return rows.map((row) => row.project);
    },
  };
}

/** With all its memberships, the oldest first, one row each. */
const rowsWithKey = (db: Db) =>
  db
    .selectFrom("projects as p")
    .leftJoin("memberships as m", "m.project", "p.id")
    .where("p.key", "is not", null)
    .selectAll("p")
    .select(["m.portfolio as member_of", "m.programme as member_in", "m.from_day", "m.until_day"])
    .orderBy("m.from_day");

function membersOn(db: Db, date: LocalDate) {
  return db
    .selectFrom("memberships as m")
    .where("m.from_day", "<=", date)
    .where((e) => e.or([e("m.until_day", "is", null), e("m.until_day", ">", date)]));
}

/** What the project is a member of on that day ends before it. */
async function end(db: Db, project: string, on: LocalDate): Promise<void> {
  await db.deleteFrom("memberships").where("project", "=", project).where("from_day", "=", on).execute();
  await db
    .updateTable("memberships")
    .set({ until_day: on })
    .where("project", "=", project)
    .where("from_day", "<", on)
    .where((e) => e.or([e("until_day", "is", null), e("until_day", ">", on)]))
    .execute();
}

async function complete(db: Db, rows: readonly Tables["projects"][], date: LocalDate): Promise<readonly Project[]> {
  const projects = rows.map(memberOf);
  const lineOf = await linesOf(db, projects, date);
  return projects.map((project) => ({ ...project, ...lineOf(project) }));
}
