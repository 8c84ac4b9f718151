import { usualTiming } from "../../src/core/cadence.ts";
import type { Project } from "../../src/core/portfolio.ts";
import type { Colour, Rating } from "../../src/core/rag.ts";
import type { Report } from "../../src/core/report.ts";
import { decision } from "../../src/records/decision.ts";
import { records } from "../../src/records/index.ts";
import { risk } from "../../src/records/risk.ts";
import type { Desk } from "../../src/routes.ts";
import { openStore } from "../../src/store/index.ts";
import { terminalWorkspace } from "../../src/terminal/screens.ts";
import { freshDatabase } from "../worlds/database.ts";

export const lastFriday = "2026-11-20";
export const friday = "2026-11-27";
const mondays = ["2026-11-16", "2026-11-23"] as const;
const began = "2026-01-01";

export interface Week {
  readonly rating?: Rating; // absent: asked, and no answer
  readonly summary?: string;
  readonly finish?: string;
  readonly cost?: string;
  readonly greenBy?: string;
}

/** An IT portfolio asked on Mondays, seen on Fri 27 Nov 2026 at 08:00 in London. */
export async function office(at = `${friday}T08:00:00Z`) {
  const store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
  const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
  const desk: Desk = { store, types: records, settings, now: new Date(at), log: { info() {}, warn() {}, error() {} } };
  const cadence = { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" } as const;
  const told = { zone: "Europe/London", country: "GB", daysOff: [], currency: "GBP", timing: usualTiming, scale: "three" } as const;
  await store.projects.savePortfolio({ id: "it", name: "IT portfolio", key: "IT", cadence, escalate: { on: true, except: [] }, ...told });
  await store.projects.setScale("it", "three", began);
  const ben = await person("Ben Okafor");
  const erin = await person("Erin Walsh");

  async function person(name: string): Promise<string> {
    const { id } = await store.people.add({ name, zone: "Europe/London" });
    await store.people.identify(id, { platform: "terminal", workspace: terminalWorkspace, user: name, outside: false });
    return id;
  }

  /** `weeks` are those of 16 and 23 November; `undefined` there: not asked. */
  async function project(key: string, name: string, weeks: readonly (Week | undefined)[], more: Partial<Project> = {}): Promise<void> {
    const id = key.toLowerCase();
    await store.projects.save({ id, key, name, portfolio: "it", state: "active", confidential: false, ...more });
    await store.projects.join(id, "it", undefined, began);
    await store.people.assign({ person: ben, role: "pm", scope: { kind: "project", id }, from: began });
    for (const [i, date] of mondays.entries()) {
      const week = weeks[i];
      if (!week) continue;
      await store.reports.addOccurrences([{ project: id, date, state: "queued", asked: ben }]);
      if (week.rating) await report(id, date, { ...week, overall: week.rating });
    }
  }

  async function report(project: string, period: string, what: Partial<Report>): Promise<Report> {
    const { overall = "green", ...rest } = what;
    const body = { dimensions: {}, nextSteps: [], promised: [], unchanged: 0, late: false, author: ben, source: "terminal" };
    return store.reports.add({
      project,
      period,
      overall,
      ...body,
      effectiveOn: period,
      recordedAt: new Date(`${period}T10:00:00Z`),
      ...rest,
    });
  }

  async function entry(type: typeof risk, project: string, values: Record<string, unknown>, on: string, proposed = false) {
    const when = { effectiveOn: on, at: new Date(`${on}T10:00:00Z`) };
    return store.entries.add(type, project, { values, state: type.initial, proposed, actor: ben, source: "terminal", ...when });
  }

  return { desk, store, ben, erin, person, project, report, entry };
}
export type Office = Awaited<ReturnType<typeof office>>;

/** The five projects of which everybody has heard, and one of which nobody may. */
export async function fiveProjects({ project, entry, erin }: Office): Promise<void> {
  await project(
    "VEGA",
    "Supplier portal",
    [
      { rating: "amber", finish: "2027-06-30", cost: "1250000" },
      { rating: "red", summary: "supplier insolvent", finish: "2027-06-30", cost: "1380000", greenBy: "2027-01-29" },
    ],
    { budget: "1200000" },
  );
  await project("HERMES", "Data-centre exit", [
    { rating: "green", finish: "2027-01-29" },
    { rating: "amber", summary: "lease extended", finish: "2027-02-12", greenBy: "2026-12-18" },
  ]);
  await project("ORION", "Payroll", [{ rating: "red", summary: "test data unusable" }, {}]);
  await project("APOLLO", "ERP replacement", [{ rating: "amber" }, { rating: "amber", summary: "vendor UAT late", greenBy: "2026-12-04" }]);
  await project("LUNA", "Intranet", [{ rating: "amber" }, { rating: "green" }], { budget: "400000" });
  await project("SECRET", "Merger", [{ rating: "green" }, { rating: "red", summary: "nobody may know" }], {
    confidential: true,
    budget: "9000000",
  });

  await entry(
    decision,
    "orion",
    { title: "go/no-go for the 11 Dec cutover?", decider: erin, needed: friday, otherwise: "payroll moves to February" },
    "2026-11-12",
  );
  await entry(decision, "vega", { title: "add £180k or drop phase 2?", needed: "2026-12-04" }, "2026-11-24");
  await entry(decision, "secret", { title: "tell the board?", decider: erin, needed: friday }, "2026-11-24");
  await entry(risk, "apollo", { title: "Vendor may miss UAT", probability: 4, impact: 5 }, "2026-11-25");
  await entry(risk, "luna", { title: "Proposed, and not accepted", probability: 5, impact: 5 }, "2026-11-25", true);
  await entry(risk, "secret", { title: "Leak", probability: 5, impact: 5 }, "2026-11-25");
  await entry(risk, "hermes", { title: "Known since October", probability: 5, impact: 5 }, "2026-10-25");
}

const colours: readonly Colour[] = ["green", "green", "green", "amber", "amber", "red"];
const things = ["Ledger", "Portal", "Archive", "Network", "Identity", "Billing", "Warehouse", "Mobile app", "Desktop", "Backup"];
const works = ["upgrade", "replacement", "migration", "roll-out", "consolidation"];

/** Project upon project, the same every time: most keep their colour, some move, some are silent. */
export async function manyProjects(at: Office, count: number): Promise<void> {
  let seed = 7;
  const draw = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor(seed / 65536) % below;
  };
  for (let i = 0; i < count; i++) {
    const was = colours[draw(colours.length)] ?? "green";
    const now = draw(12) === 0 ? (colours[draw(colours.length)] ?? "green") : was;
    const week =
      draw(15) === 0 ? {} : { rating: now, ...(now !== "green" && { summary: "resources are short until the new team starts" }) };
    const state = draw(30) === 0 ? ({ state: "on hold" } as const) : {};
    const key = `P${String(i + 1).padStart(3, "0")}`;
    await at.project(key, `${things[i % 10]} ${works[Math.floor(i / 10) % 5]} ${Math.floor(i / 50) + 1}`, [{ rating: was }, week], state);
  }
}
