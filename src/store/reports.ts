import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Report } from "../core/report.ts";
import type { Reports } from "../ports/reports.ts";
import { occurrences } from "./occurrences.ts";
import { lastOn, reported } from "./reported.ts";
import { iso, ofThese } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Columns = "id" | "project" | "period" | "revision" | "overall" | "author" | "effectiveOn" | "recordedAt";
type Body = Omit<Report, Columns>;

export function reportsOf(db: Db): Reports {
  const newest = () => db.selectFrom("reports").selectAll().orderBy("period", "desc").orderBy("revision", "desc");

  const reports: Reports = {
    ...occurrences(db),
    ...reported(db),

    async add(added) {
      const { project, period, overall, author, effectiveOn, recordedAt, ...rest } = added;
      const body: Body = rest;
      const last = await newest().where("project", "=", project).where("period", "=", period).limit(1).executeTakeFirst();
      const [id, revision] = [randomUUID(), (last?.revision ?? 0) + 1];
      await db
        .insertInto("reports")
        .values({
          id,
          project,
          period,
          revision,
          overall,
          author,
          effective_on: effectiveOn,
          recorded_at: iso(recordedAt),
          body: JSON.stringify(body),
        })
        .execute();
      const later = db.selectFrom("reports").select("id").where("project", "=", project).where("period", ">", period);
      if (!(await later.limit(1).executeTakeFirst())) {
        const current = { report: id, effective_on: effectiveOn };
        await db
          .insertInto("currents")
          .values({ project, ...current })
          .onConflict((c) => c.column("project").doUpdateSet(current))
          .execute();
      }
      return { ...added, id, revision };
    },

    async of(project, period) {
      const row = await newest().where("project", "=", project).where("period", "=", period).limit(1).executeTakeFirst();
      return row && report(row);
    },

    async latest(project, asOf) {
      return (await reports.latestOf([project], asOf)).get(project);
    },

    async latestOf(projects, asOf) {
      const rows = await ofThese(
        projects,
        (some) =>
          db
            .selectFrom("currents as c")
            .innerJoin("reports as r", (j) => j.on("r.id", "=", asOf === undefined ? sql.ref("c.report") : lastOn(asOf)))
            .selectAll("r")
            .$if(some !== undefined, (q) => q.where("c.project", "in", some ?? []))
            .execute(),
        (row) => row.project,
      );
      return new Map(rows.map((row) => [row.project, report(row)]));
    },

    async history(project, limit) {
      const rows = await newest()
        .where("project", "=", project)
        .where((e) =>
          e.not(
            e.exists(
              e
                .selectFrom("reports as newer")
                .select("newer.id")
                .whereRef("newer.project", "=", "reports.project")
                .whereRef("newer.period", "=", "reports.period")
                .whereRef("newer.revision", ">", "reports.revision"),
            ),
          ),
        )
        .limit(limit)
        .execute();
      return rows.map(report);
    },

    async revisions(project, period) {
      const rows = await newest().where("project", "=", project).where("period", "=", period).execute();
      return rows.map(report).reverse();
    },

    async draft(person, project, period, since = period) {
      const row = await db
        .selectFrom("drafts")
        .select("answers")
        .where("person", "=", person)
        .where("project", "=", project)
        .where("period", "<=", period)
        .where("period", ">=", since)
        .orderBy("period", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && JSON.parse(row.answers);
    },

    async saveDraft(person, project, period, answers, at) {
      const row = { answers: JSON.stringify(answers), at: iso(at) };
      await db
        .insertInto("drafts")
        .values({ person, project, period, ...row })
        .onConflict((c) => c.columns(["person", "project", "period"]).doUpdateSet(row))
        .execute();
    },

    async dropDraft(project, period) {
      await db.deleteFrom("drafts").where("project", "=", project).where("period", "=", period).execute();
    },

    async forgetDrafts(before) {
      await db.deleteFrom("drafts").where("at", "<", iso(before)).execute();
    },
  };
  return reports;
}

function report(row: Tables["reports"]): Report {
  const body: Body = JSON.parse(row.body);
  return Object.assign(body, {
    id: row.id,
    project: row.project,
    period: row.period,
    revision: row.revision,
    overall: row.overall,
    author: row.author,
    effectiveOn: row.effective_on,
    recordedAt: new Date(row.recorded_at),
  });
}
