import type { Occurrence, OccurrenceState, Reports } from "../ports/reports.ts";
import { keptRows } from "./database/kept.ts";
import { ofThese } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Part = Pick<Reports, "addOccurrences" | "setOccurrence" | "occurrence" | "occurrences" | "lastOccurrence">;

const columns = ["project", "date", "state", "why", "asked"] as const;
const addRows = keptRows(columns, (db, rows) =>
  db
    .insertInto("occurrences")
    .values(
      rows.map((given) => ({
        project: given("project"),
        date: given("date"),
        state: given<OccurrenceState>("state"),
        why: given("why"),
        asked: given("asked"),
      })),
    )
    .onConflict((c) => c.columns(["project", "date"]).doNothing()),
);

/** Who was asked when: the key (project, day) is what makes asking twice impossible. */
export function occurrences(db: Db): Part {
  return {
    addOccurrences: (added) => addRows(db, added.map(row)),

    async setOccurrence(set) {
      const { state, why, asked } = row(set);
      await db
        .insertInto("occurrences")
        .values(row(set))
        .onConflict((c) => c.columns(["project", "date"]).doUpdateSet({ state, why, asked }))
        .execute();
    },

    async occurrence(project, date) {
      const found = await db
        .selectFrom("occurrences")
        .selectAll()
        .where("project", "=", project)
        .where("date", "=", date)
        .executeTakeFirst();
      return found && occurrence(found);
    },

    async occurrences(from, to, projects) {
      const between = db.selectFrom("occurrences").selectAll().where("date", ">=", from).where("date", "<=", to);
      const found =
        projects === undefined
          ? await between.execute()
          : await ofThese(
              projects,
              (some) => between.$if(some !== undefined, (q) => q.where("project", "in", some ?? [])).execute(),
              (row) => row.project,
            );
      return found.map(occurrence).sort((a, b) => compare(a.date, b.date) || compare(a.project, b.project));
    },

    async lastOccurrence(project, before) {
      const found = await db
        .selectFrom("occurrences")
        .selectAll()
        .where("project", "=", project)
        .where("date", "<", before)
        .orderBy("date", "desc")
        .limit(1)
        .executeTakeFirst();
      return found && occurrence(found);
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function row({ project, date, state, why, asked }: Occurrence): Tables["occurrences"] {
  return { project, date, state, why: why ?? null, asked: asked ?? null };
}

function occurrence({ project, date, state, why, asked }: Tables["occurrences"]): Occurrence {
  return { project, date, state, ...(why !== null && { why }), ...(asked !== null && { asked }) };
}
