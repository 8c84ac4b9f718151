import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { usualTiming } from "../src/core/cadence.ts";
import { addDays } from "../src/core/time.ts";
import { records } from "../src/records/index.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";

export const asOf = "2026-11-27";

interface Many {
  readonly projects: number;
  readonly projectsPerManager?: number;
  readonly weeks: number;
  readonly entries: number;
}

export interface Company {
  readonly url: string;
  readonly store: OpenStore;
  /** Of the same database, for what is measured against. */
  readonly raw: Database.Database;
  end(): Promise<void>;
}

const colours = ["green", "green", "amber", "red"] as const;
const cadence = { every: "week", weeks: 1, weekday: 5, from: "2026-01-02" } as const;

/** The portfolio of a large company: every project reported every week and has its share of risks, a few of them critical. */
export async function company(many: Many): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-bench-"));
  const file = join(folder, "company.db");
  const url = `sqlite:${file}`;
  const store = await openStore({ url, types: records });
  const portfolio = { id: "big", name: "Big", key: "BIG", zone: "Etc/UTC", country: "GB", daysOff: [], currency: "GBP" };
  await store.projects.savePortfolio({ ...portfolio, cadence, timing: usualTiming, scale: "three", escalate: { on: true, except: [] } });
  const raw = new Database(file);
  raw.pragma("synchronous = OFF");
  raw.transaction(() => fill(raw, many))();
  raw.pragma("wal_checkpoint(TRUNCATE)");
  return {
    url,
    store,
    raw,
    async end() {
      raw.close();
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Row by row through the store this would take many minutes. */
function fill(raw: Database.Database, { projects, projectsPerManager = 5, weeks, entries }: Many): void {
  const into = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    return raw.prepare(`insert into ${table} (${names.join(", ")}) values (${names.map((name) => `@${name}`).join(", ")})`);
  };
  const person = { id: "pm0", name: "PM 0", email: null, zone: null, own_zone: null, preferred: null, left_on: null, unknown: 0 };
  const addPerson = into("people", person);
  const account = { platform: "slack", workspace: "T1", user_id: "", person: "", outside: 0 };
  const addAccount = into("identities", account);
  const role = { id: "", person: "", role: "pm", scope: "project", scope_id: "", from_day: "2025-01-01", to_day: null };
  const addRole = into("assignments", role);
  const body = JSON.stringify({ name: "", state: "active", confidential: false, finish: "2027-03-31" });
  const project = { id: "", key: "", foreign_id: null, portfolio: "big", programme: null, body };
  const addProject = into("projects", project);
  const membership = { project: "", portfolio: "big", programme: null, from_day: "2025-01-01", until_day: null };
  const addMembership = into("memberships", membership);
  const report = { id: "", project: "", period: "", revision: 1, overall: "", author: "pm0", effective_on: "", recorded_at: "", body: "" };
  const addReport = into("reports", report);
  const addCurrent = into("currents", { project: "", report: "", effective_on: "" });
  const addOccurrence = into("occurrences", { project: "", date: "", state: "queued", why: null, asked: "" });
  for (let n = 0; n < projects; n++) {
    const [id, pm] = [`p${n}`, `pm${Math.floor(n / projectsPerManager)}`];
    if (n % projectsPerManager === 0) {
      addPerson.run({ ...person, id: pm, name: pm });
      addAccount.run({ ...account, user_id: pm, person: pm });
    }
    addProject.run({ ...project, id, key: `P${n}`, body: body.replace('""', `"Project ${n}"`) });
    addMembership.run({ ...membership, project: id });
    addRole.run({ ...role, id: `a${n}`, person: pm, scope_id: id });
    for (let week = weeks - 1; week >= 0; week--) {
      const period = addDays(asOf, -7 * week);
      const overall = colours[(n * 7 + week * (n % 3)) % colours.length] ?? "green";
      const content = {
        dimensions: {},
        summary: `Week ${week} of ${id}`,
        nextSteps: [],
        promised: [],
        unchanged: 0,
        late: false,
        source: "slack",
      };
      const key = { id: `${id}:${week}`, project: id, period, effective_on: period, recorded_at: `${period}T10:00:00.000Z` };
      addReport.run({ ...report, ...key, overall, body: JSON.stringify(content) });
      if (week < 4) addOccurrence.run({ project: id, date: period, state: "queued", why: null, asked: pm });
    }
    addCurrent.run({ project: id, report: `${id}:0`, effective_on: asOf });
  }
  fillRegister(raw, into, projects, entries);
}

type Into = (table: string, row: Record<string, unknown>) => Database.Statement<unknown[]>;

function fillRegister(raw: Database.Database, into: Into, projects: number, entries: number): void {
  const at = "2026-03-02T10:00:00.000Z";
  const state = { declared: 0, body: "", search: "", title: "", owner: null, state: "", due: null, proposed: 0 };
  const entry = { id: "", type: "risk", number: 0, project: "", author: "pm0", created_at: at, changed_at: at, version: 1, ...state };
  const version = {
    entry: "",
    version: 1,
    actor: "pm0",
    source: "bench",
    reason: null,
    effective_on: "2026-03-02",
    recorded_at: at,
    ...state,
  };
  const [addEntry, addVersion] = [into("entries", entry), into("versions", version)];
  for (let n = 0; n < entries; n++) {
    const title = `Risk ${n}`;
    const values = { title, probability: n % 100 === 0 ? 5 : 1, impact: n % 100 === 0 ? 5 : 2 };
    const row = { ...state, title, body: JSON.stringify(values), search: title.toLowerCase(), state: n % 4 === 0 ? "open" : "closed" };
    addEntry.run({ ...entry, ...row, id: `e${n}`, number: n + 1, project: `p${n % projects}` });
    addVersion.run({ ...version, ...row, entry: `e${n}` });
  }
  raw.prepare("insert into counters (name, value) values ('risk', ?)").run(entries);
}
