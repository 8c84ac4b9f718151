import Sqlite from "better-sqlite3";
import { Client } from "pg";
import type { OpenStore } from "../../src/store/index.ts";
import { at, it, wish, withProjects } from "./stores.ts";

export const now = at("2026-11-23T09:00:00Z");

/** Past the store, as somebody with the database's password could. */
export async function meddle(url: string, ...statements: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  if (url.startsWith("postgres")) {
    const client = new Client(url);
    await client.connect();
    let rows: Readonly<Record<string, unknown>>[] = [];
    for (const each of statements) rows = (await client.query(each)).rows;
    await client.end();
    return rows;
  }
  const file = new Sqlite(url.replace("sqlite:", ""));
  file.pragma("foreign_keys = OFF");
  let rows: Readonly<Record<string, unknown>>[] = [];
  for (const each of statements) {
    const statement = file.prepare<[], Readonly<Record<string, unknown>>>(each);
    if (statement.reader) rows = statement.all();
    else statement.run();
  }
  file.close();
  return rows;
}

/** One of everything that is kept for the record, added, changed and, where that can be, taken away. */
export async function aYear(store: OpenStore): Promise<{ readonly ada: string; readonly ben: string }> {
  const ada = (await store.people.add({ name: "Ada Lindqvist", email: "ada@example.com" })).id;
  const ben = await store.people.meet({ platform: "slack", workspace: "T1", id: "U2" });
  await store.people.learn({ platform: "slack", workspace: "T1", id: "U2" }, { name: "Ben Okafor", outside: false });
  await store.people.change(ben.id, { zone: "Europe/Berlin" });
  await withProjects(store, "APOLLO", "GEMINI");
  await store.projects.saveProgramme({ id: "core", portfolio: "it", key: "CORE", name: "Core" });
  await store.projects.setScale("it", "five", "2027-01-01");
  await store.projects.link({ platform: "slack", workspace: "T1", channel: "C1", name: "apollo" }, { project: "apollo" });
  await store.projects.leave("gemini", "2026-06-01");
  await store.people.assign({ person: ada, role: "pm", scope: { kind: "project", id: "apollo" }, from: "2026-01-01" });
  await store.people.unassign(ada, "pm", { kind: "project", id: "apollo" }, "2026-11-01");
  const away = await store.people.addAbsence({ person: ada, from: "2026-12-24", to: "2026-12-31", deputy: ben.id });
  await store.people.removeAbsence(away.id);
  await store.people.addAbsence({ person: ada, from: "2027-01-01", to: "2027-01-02" });
  const change = { actor: ada, source: "slack", at: now, effectiveOn: "2026-11-23", state: "open", proposed: false };
  const first = await store.entries.add(wish, "apollo", { ...change, values: { title: "A bridge" } });
  const second = await store.entries.add(wish, "apollo", { ...change, values: { title: "A boat" } });
  await store.entries.change(first, wish, 1, { ...change, values: { title: "A longer bridge" } });
  for (const kind of ["needs", "blocks"]) await store.entries.link({ from: first.id, kind, to: second.id }, ada, now);
  await store.entries.unlink({ from: first.id, kind: "blocks", to: second.id });
  await store.entries.withdraw(second.id, ada, now);
  const report = {
    project: "apollo",
    overall: "green",
    author: ada,
    recordedAt: now,
    dimensions: {},
    nextSteps: [],
    promised: [],
    unchanged: 0,
    late: false,
    source: "slack",
  } as const;
  for (const [period, day] of [["2026-11-16", "2026-11-16"] as const, ["2026-11-23", "2026-11-23"] as const])
    await store.reports.add({ ...report, period, effectiveOn: day });
  const channel = { platform: "slack", workspace: "T1", channel: "C9" } as const;
  const audience = { id: "lead", name: "Leaders", portfolio: "it", channel, cadence: it.cadence, at: "08:00", previewMinutes: 0 };
  await store.digests.saveAudience(audience);
  await store.digests.saveIssue({ audience: "lead", period: "2026-11-20", state: "posted", asOf: "2026-11-19" });
  await store.record({ at: now, actor: ada, source: "slack", subject: `person:${ada}`, what: "asked for status", to: "x" });
  await store.record({ at: now, actor: ada, source: "slack", subject: "project:apollo", what: "pm", from: "Ada", to: "Ben" });
  await store.forgetChanges(["asked for status"], at("2026-12-01T00:00:00Z"));
  return { ada, ben: ben.id };
}
