import { randomUUID } from "node:crypto";
import type { NotNull, RawBuilder } from "kysely";
import type { Assignment, Scope } from "../core/people.ts";
import { addDays, type LocalDate } from "../core/time.ts";
import type { People } from "../ports/people.ts";
import { kept } from "./database/kept.ts";
import { grouped } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Part = Pick<People, "assignments" | "assignmentsOf" | "holders" | "assign" | "unassign">;

/** What one person holds, and as PM whoever they stand in for. */
const heldByOne = kept(["person", "date"], (db, given) =>
  heldOn(db, given("date")).where((e) => {
    const absent = standInsQuery(db, [given("person")], given("date"))
      .clearSelect()
      .select("person");
    return e.or([e("person", "=", given("person")), e.and([e("role", "=", "pm"), e("person", "in", absent)])]);
  }),
);

/** Who holds which role on what, between which days. */
export function assignments(db: Db): Part {
  const rowsOf = (person: string, role: Assignment["role"], scope: Scope) =>
    db
      .selectFrom("assignments")
      .selectAll()
      .where("person", "=", person)
      .where("role", "=", role)
      .where("scope", "=", scope.kind)
      .where("scope_id", "=", scopeId(scope))
      .execute();

  async function assignmentsOf(people: readonly string[], date: LocalDate): Promise<ReadonlyMap<string, readonly Assignment[]>> {
    if (people.length === 0) return new Map();
    const own = await heldOn(db, date).where("person", "in", people).execute();
    const standIns = await standInsQuery(db, people, date).execute();
    const absent = standIns.map((row) => row.person);
    const theirs = absent.length === 0 ? [] : await heldOn(db, date).where("person", "in", absent).where("role", "=", "pm").execute();
    const deputies = standIns.flatMap(({ person, deputy }) =>
      theirs.filter((row) => row.person === person).map((row) => standingIn(deputy, row)),
    );
    return grouped([...own.map(assignment), ...deputies], ({ person }) => person);
  }

  return {
    async assignments(person, date) {
      const rows = await heldByOne(db, { person, date });
      const [own, theirs] = [rows.filter((row) => row.person === person), rows.filter((row) => row.person !== person)];
      return [...own.map(assignment), ...theirs.map((row) => standingIn(person, row))];
    },
    assignmentsOf,

    async holders(role, scope, date) {
      const rows = await heldOn(db, date)
        .where("role", "=", role)
        .where("scope", "=", scope.kind)
        .where("scope_id", "=", scopeId(scope))
        .execute();
      return [...new Set(rows.map((row) => row.person))];
    },

    async assign({ person, role, scope, from, to }) {
      const held = await rowsOf(person, role, scope);
      const span = { from_day: from ?? null, to_day: to ?? null };
      if (held.some((row) => contains(row, span))) return;
      const touched = held.filter((row) => touches(row, span));
      for (const row of touched) {
        span.from_day = span.from_day === null || row.from_day === null ? null : earlier(span.from_day, row.from_day);
        span.to_day = span.to_day === null || row.to_day === null ? null : later(span.to_day, row.to_day);
        await db.deleteFrom("assignments").where("id", "=", row.id).execute();
      }
      await db
        .insertInto("assignments")
        .values({ id: randomUUID(), person, role, scope: scope.kind, scope_id: scopeId(scope), ...span })
        .execute();
    },

    async unassign(person, role, scope, date) {
      for (const row of await rowsOf(person, role, scope)) {
        if (row.to_day !== null && row.to_day < date) continue;
        if (row.from_day !== null && row.from_day >= date) await db.deleteFrom("assignments").where("id", "=", row.id).execute();
        else
          await db
            .updateTable("assignments")
            .set({ to_day: addDays(date, -1) })
            .where("id", "=", row.id)
            .execute();
      }
    },
  };
}

/** For whom each of `deputies` stands in on a day: a deputy who is away passes it on to theirs. */
function standInsQuery(db: Db, deputies: readonly (string | RawBuilder<string>)[], date: LocalDate | RawBuilder<LocalDate>) {
  return db
    .withRecursive("chain(deputy, person)", (chain) => {
      const away = chain.selectFrom("absences as a").where("a.from_day", "<=", date).where("a.to_day", ">=", date);
      const first = away.where("a.deputy", "in", deputies).select(["a.deputy", "a.person"]);
      return first.union(away.innerJoin("chain", "chain.person", "a.deputy").select(["chain.deputy", "a.person"]));
    })
    .selectFrom("chain")
    .select(["deputy", "person"])
    .whereRef("deputy", "!=", "person")
    .$narrowType<{ deputy: NotNull }>();
}

/** The rows in force on a day. */
export function heldOn(db: Db, date: LocalDate | RawBuilder<LocalDate>) {
  return db
    .selectFrom("assignments")
    .selectAll()
    .where((e) => e.or([e("from_day", "is", null), e("from_day", "<=", date)]))
    .where((e) => e.or([e("to_day", "is", null), e("to_day", ">=", date)]))
    .orderBy("from_day", (order) => order.asc().nullsFirst())
    .orderBy("id");
}

type Span = Pick<Tables["assignments"], "from_day" | "to_day">;

function contains(held: Span, span: Span): boolean {
  const starts = held.from_day === null || (span.from_day !== null && held.from_day <= span.from_day);
  return starts && (held.to_day === null || (span.to_day !== null && held.to_day >= span.to_day));
}

/** Overlaps or follows without a gap, so that both are one time of holding the role. */
function touches(held: Span, span: Span): boolean {
  const before = held.to_day !== null && span.from_day !== null && addDays(held.to_day, 1) < span.from_day;
  const after = held.from_day !== null && span.to_day !== null && addDays(span.to_day, 1) < held.from_day;
  return !before && !after;
}

const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

const scopeId = (scope: Scope): string => (scope.kind === "organisation" ? "" : scope.id);

function scopeOf(row: Pick<Tables["assignments"], "scope" | "scope_id">): Scope {
  return row.scope === "organisation" ? { kind: row.scope } : { kind: row.scope, id: row.scope_id };
}

const standingIn = (person: string, row: Tables["assignments"]): Assignment => ({ person, role: "deputy", scope: scopeOf(row) });

function assignment(row: Tables["assignments"]): Assignment {
  return {
    person: row.person,
    role: row.role,
    scope: scopeOf(row),
    ...(row.from_day !== null && { from: row.from_day }),
    ...(row.to_day !== null && { to: row.to_day }),
  };
}
