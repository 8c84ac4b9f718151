import { usualTiming } from "../../src/core/cadence.ts";
import { calendarOf } from "../../src/core/holidays.ts";
import type { Absence, Person } from "../../src/core/people.ts";
import type { Portfolio, Project } from "../../src/core/portfolio.ts";
import type { Rating } from "../../src/core/rag.ts";
import { type LocalDate, longDate } from "../../src/core/time.ts";
import type { Facts } from "../../src/features/status/askings.ts";
import type { Due } from "../../src/features/status/catch-up.ts";
import type { Home } from "../../src/features/status/home.ts";
import { type Timeline, timeline } from "../../src/features/status/plan.ts";
import type { Occurrence } from "../../src/ports/reports.ts";

/** An invented office on paper: everything is a value, and one change makes another office. */
export const itPortfolio: Portfolio = {
  ...{ id: "it", name: "IT portfolio", key: "IT", zone: "Europe/London", country: "GB", daysOff: [], currency: "GBP" },
  cadence: { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" },
  ...{ timing: usualTiming, scale: "three", escalate: { on: true, except: [] } },
};

const zones: Readonly<Record<string, string>> = { chloe: "America/New_York", dev: "Asia/Kolkata" };
const staff = ["ada", "ben", "chloe", "dev", "erin", "gita", "ines", "max"];

export const person = (id: string, more: Partial<Person> = {}): Person => ({
  ...{ id, name: `${id[0]?.toUpperCase()}${id.slice(1)}`, zone: zones[id] ?? "Europe/London", email: `${id}@example.com`, identities: [] },
  ...more,
});

/** Ben's, with Gita as PMO contact, Max running the programme and Erin as sponsor. */
export const project = (key: string, more: Partial<Project> = {}): Project => ({
  ...{ id: key.toLowerCase(), key, name: key, portfolio: "it", state: "active", confidential: false },
  ...{ pm: "ben", contact: "gita", manager: "max", sponsor: "erin" },
  ...more,
});

export interface Office {
  readonly projects?: readonly Project[];
  readonly portfolios?: readonly Portfolio[];
  readonly people?: readonly Person[];
  readonly absences?: readonly Omit<Absence, "id">[];
  /** Of every portfolio. */
  readonly pmo?: readonly string[];
  readonly occurrences?: readonly Occurrence[];
  /** "orion 2026-11-16": somebody was told of that silence. */
  readonly told?: readonly string[];
  readonly reports?: Readonly<Record<string, { period: LocalDate; at?: string; overall?: Rating; source?: string }>>;
}

async function facts(office: Office): Promise<Facts> {
  const homes = (office.portfolios ?? [itPortfolio]).map(async (portfolio) => [portfolio.id, await homeOf(portfolio)] as const);
  const people = [...staff.map((id) => person(id)), ...(office.people ?? [])];
  return {
    projects: office.projects ?? [project("ORION")],
    homes: new Map(await Promise.all(homes)),
    people: new Map(people.map((each) => [each.id, each])),
    pmo: new Map((office.portfolios ?? [itPortfolio]).map(({ id }) => [id, office.pmo ?? []])),
    absences: (office.absences ?? []).map((absence, i) => ({ id: String(i), ...absence })),
    occurrences: office.occurrences ?? [],
    told: new Set(office.told),
    reports: new Map(
      Object.entries(office.reports ?? {}).map(([id, { period, at, overall = "green", source = "terminal" }]) => [
        id,
        { period, overall, source, recordedAt: new Date(at ?? `${period}T12:00:00Z`) },
      ]),
    ),
  };
}

const homes = new WeakMap<Portfolio, Home>();

async function homeOf(portfolio: Portfolio): Promise<Home> {
  const home = homes.get(portfolio) ?? { portfolio, dayOff: await calendarOf(portfolio) };
  homes.set(portfolio, home);
  return home;
}

export async function planned(office: Office, from: string, to: string): Promise<Timeline> {
  return timeline(await facts(office), new Date(from), new Date(to));
}

/** "Mon 23 Nov 09:00Z prompt ben: ORION". */
export function told({ messages }: { readonly messages: readonly Due[] }): readonly string[] {
  return messages.map(
    ({ at, kind, person, projects }) => `${moment(at)} ${kind} ${person}: ${projects.map((id) => id.toUpperCase()).join(" ")}`,
  );
}

/** "orion 2026-11-23 skipped: on hold". */
export function asked({ occurrences }: Pick<Timeline, "occurrences">): readonly string[] {
  return occurrences.map(({ project, date, state, why, asked }) => `${project} ${date} ${state}${why ? `: ${why}` : ` ${asked}`}`);
}

function moment(at: Date): string {
  return `${longDate(at.toISOString().slice(0, 10))} ${at.toISOString().slice(11, 16)}Z`;
}
