import type { Portfolio, Project } from "../../core/portfolio.ts";
import { addWorkingDays, type LocalDate } from "../../core/time.ts";
import { type Asking, answered, type Facts, slotOf } from "./askings.ts";
import { dayOf, wallTime } from "./home.ts";
import { whoIsAsked, whoIsTold } from "./line.ts";

/** What follows on an asking that nobody answers. */
export type Chase = "reminder" | "headsUp" | "escalation";

/** Whose silence, what the recipient is to the project, why they are told; and its PMO contact, or who is in their place. */
export interface Silence {
  readonly asked: string;
  readonly as: string;
  readonly why: string;
  readonly contact: string;
}

/** What one project adds to a message to `person`. */
export interface Piece extends Pick<Asking, "project" | "home" | "date" | "at" | "cutOff" | "person"> {
  readonly key: string;
  readonly asked: Date;
  readonly silence?: Silence;
}

/** Whoever is asked on the day of a later moment is the one who hears of it: PMs fall ill and change. */
export function chase(facts: Facts, each: Asking, kind: Chase): readonly Piece[] {
  const { project, home, date } = each;
  const { portfolio } = home;
  if (answered(facts, project, home, date)) return [];
  const usual = dayOf(home, project, date, kind);
  const day = kind === "reminder" ? firstReminder(each, usual) : usual;
  const who = whoIsAsked(facts, project, day);
  if ("why" in who || isNewcomer(each)) return [];
  const at = wallTime(home, day, portfolio.timing[kind].at, kind === "reminder" ? who.person.zone : portfolio.zone);
  if (each.until && at >= each.until) return [];
  const key = `${kind}:${who.person.id}:${date}${day === usual ? "" : `:${day}`}`;
  return [{ project, home, date, at, asked: each.at, cutOff: each.cutOff, person: who.person.id, key }];
}

/** Who became PM after another was asked had no card: the reminder asks them, on a working day after they came. */
function firstReminder({ project: { pm, pmSince }, home, date, person }: Asking, usual: LocalDate): LocalDate {
  if (pmSince === undefined || pmSince < date || pm === person) return usual;
  const next = addWorkingDays(pmSince, 1, home.dayOff);
  return next > usual ? next : usual;
}

/** New project managers are not chased for what was due before them, nor for what is due on the day they come. */
function isNewcomer({ project, home, date }: Asking): boolean {
  const { pmSince } = project;
  return pmSince !== undefined && pmSince > date && pmSince >= dayOf(home, project, date, "due");
}

/** A warning says what happens next, so there is none where nothing would. */
export function headsUp(facts: Facts, each: Asking): readonly Piece[] {
  return escalation(facts, each, new Set()).length === 0 ? [] : chase(facts, each, "headsUp");
}

/** What was warned of, or will be. */
export function announced(facts: Facts, each: Asking, missed: ReadonlySet<string>): readonly Piece[] {
  if (facts.unwarned?.has(slotOf(each.project.id, each.date))) return [];
  const later = facts.promised?.get(slotOf(each.project.id, each.date));
  return escalation(facts, each, missed).map((piece) =>
    later ? { ...piece, at: later, key: `${piece.key}:promised:${later.toISOString()}` } : piece,
  );
}

function escalation(facts: Facts, each: Asking, missed: ReadonlySet<string>): readonly Piece[] {
  const { project, home, date } = each;
  if (!escalates(home.portfolio, project)) return [];
  return chase(facts, each, "escalation").flatMap((piece) => {
    const red = facts.reports.get(project.id)?.overall === "red";
    const again = missed.has(slotOf(each.project.id, each.date));
    const day = dayOf(home, project, date, "escalation");
    const told = whoIsTold(facts, project, piece.person, day, red || again ? "sponsor" : "contact");
    if (!told) return [];
    const why = again ? "second miss in a row" : red ? "last known red" : "first miss";
    const key = `escalation:${told.person.id}:${date}:${piece.at.toISOString()}`;
    const contact = whoIsTold(facts, project, piece.person, day, "contact")?.person.id ?? told.person.id;
    return [{ ...piece, person: told.person.id, key, silence: { asked: piece.person, as: told.as, why, contact } }];
  });
}

/** A portfolio starts with escalation off and turns it on programme by programme. */
export function escalates({ escalate }: Portfolio, { programme }: Project): boolean {
  return escalate.on !== (programme !== undefined && escalate.except.includes(programme));
}
