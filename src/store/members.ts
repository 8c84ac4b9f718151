import type { LocalDate } from "../core/time.ts";
import type { Member, Projects } from "../ports/projects.ts";
import { memberOf } from "./project-row.ts";
import type { Db } from "./tables.ts";

type Part = Pick<Projects, "membersOn">;

export function membersOf(db: Db): Part {
  return {
    /** Most belong on both days, and are read and made once. */
    async membersOn(portfolio, now, before) {
      const rows = await rowsOn(db, portfolio, [now, before]);
      const [on, earlier]: [Member[], Member[]] = [[], []];
      for (const row of rows) {
        const member = memberOf(row);
        if (isOn(row, now)) on.push(member);
        if (isOn(row, before)) earlier.push(member);
      }
      return { now: on, before: earlier };
    },
  };
}

function rowsOn(db: Db, portfolio: string, dates: readonly LocalDate[]) {
  return db
    .selectFrom("memberships as m")
    .innerJoin("projects as p", "p.id", "m.project")
    .where("p.key", "is not", null)
    .where("m.portfolio", "=", portfolio)
    .where((e) =>
      e.or(dates.map((date) => e.and([e("m.from_day", "<=", date), e.or([e("m.until_day", "is", null), e("m.until_day", ">", date)])]))),
    )
    .select(["p.id", "p.key", "p.foreign_id", "m.portfolio", "m.programme", "p.body", "m.from_day", "m.until_day"])
    .orderBy("p.key")
    .execute();
}

type Row = Awaited<ReturnType<typeof rowsOn>>[number];

const isOn = ({ from_day, until_day }: Row, date: LocalDate): boolean => from_day <= date && (until_day === null || until_day > date);
