import { type RawBuilder, sql } from "kysely";
import type { LocalDate } from "../core/time.ts";
import type { Look, Reported, Reports } from "../ports/reports.ts";
import { isPostgres } from "./database/dialect.ts";
import { ofThese } from "./rows.ts";
import type { Db } from "./tables.ts";

type Part = Pick<Reports, "reported">;
type Report = NonNullable<Reported["report"]>;
type Body = Omit<Report, "project" | "period" | "revision" | "overall" | "effectiveOn">;

/** One statement for both days: finding ten thousand reports again, and naming their projects again, takes longer than comparing them. */
export function reported(db: Db): Part {
  return {
    async reported(projects, now, before) {
      const rows = await ofThese(
        projects,
        (some) => rowsOf(db, now, before, some),
        (row) => row.project,
      );
      return new Map(rows.map((row) => [row.project, read(row, before.on)]));
    },
  };
}

function rowsOf(db: Db, now: Look, before: Look, some: readonly string[] | undefined) {
  return db
    .selectFrom("currents as c")
    .leftJoin("reports as r", (j) => j.on("r.id", "=", lastOn(now.on)))
    .leftJoin("reports as e", (j) =>
      j.on("e.id", "=", sql`case when c.effective_on <= ${before.on} then null else ${lastOn(before.on)} end`),
    )
    .select(["c.project", "r.period", "r.revision", "r.overall", "r.effective_on", "r.body"])
    .select(["e.period as e_period", "e.overall as e_overall", "e.effective_on as e_effective_on"])
    .select(finishOf(db).as("e_finish"))
    .select(sql<number>`case when r.id = c.report then 0 else 1 end`.as("superseded"))
    .select(askedIn(now).as("asked"))
    .select(sql<string | null>`case when e.period >= ${before.to} then null else ${askedIn(before)} end`.as("e_asked"))
    .$if(some !== undefined, (q) => q.where("c.project", "in", some ?? []))
    .execute();
}

/** Mostly the current one; else each project is looked up in the index: a window over all reports takes twenty times as long. */
export function lastOn(asOf: LocalDate): RawBuilder<string> {
  return sql`case when c.effective_on <= ${asOf} then c.report else (select l.id from reports as l where l.project = c.project and l.effective_on <= ${asOf}
    order by l.period desc, l.revision desc limit 1) end`;
}

const askedIn = ({ from, to }: Look): RawBuilder<string | null> =>
  sql`(select max(o.date) from occurrences as o where o.project = c.project and o.date >= ${from} and o.date <= ${to})`;

/** The one thing that is compared out of all that was written then. */
const finishOf = (db: Db): RawBuilder<string | null> =>
  isPostgres(db) ? sql`cast(e.body as json) ->> 'finish'` : sql`e.body ->> 'finish'`;

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

function read(row: Row, since: LocalDate): Reported {
  const report = reportIn(row);
  const earlier = report && report.effectiveOn <= since ? report : earlierIn(row);
  const [asked, askedEarlier] = [row.asked ?? undefined, row.e_asked ?? undefined];
  return { report, superseded: row.superseded === 1, earlier, asked, askedEarlier };
}

function reportIn({ project, period, revision, overall, effective_on: effectiveOn, body }: Row): Report | undefined {
  if (period === null || revision === null || overall === null || effectiveOn === null || body === null) return undefined;
  const rest: Body = JSON.parse(body);
  return Object.assign(rest, { project, period, revision, overall, effectiveOn });
}

function earlierIn({ e_period: period, e_overall: overall, e_effective_on: effectiveOn, e_finish: finish }: Row): Reported["earlier"] {
  if (period === null || overall === null || effectiveOn === null) return undefined;
  return { period, overall, effectiveOn, ...(finish !== null && { finish }) };
}
