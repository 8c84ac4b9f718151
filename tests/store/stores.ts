import { z } from "zod";
import { usualTiming } from "../../src/core/cadence.ts";
import type { Portfolio, Project } from "../../src/core/portfolio.ts";
import type { RecordType } from "../../src/core/record-type.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { databaseKind, freshDatabase } from "../worlds/database.ts";

/** The database that the same behaviour is asked of: the tests run once on each. */
export const databases: readonly { readonly name: string; open(types?: readonly RecordType[]): Promise<OpenStore> }[] = [
  { name: databaseKind(), open: async (types = []) => openStore({ url: await freshDatabase(), zone: "Europe/London", types }) },
];

export const at = (instant: string): Date => new Date(instant);

export const it: Portfolio = {
  id: "it",
  key: "IT",
  name: "IT portfolio",
  zone: "Europe/London",
  country: "GB",
  daysOff: [],
  currency: "GBP",
  cadence: { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" },
  timing: usualTiming,
  scale: "three",
  escalate: { on: true, except: [] },
};

export const project = (key: string, more: Partial<Project> = {}): Project => ({
  id: key.toLowerCase(),
  key,
  name: `${key} project`,
  portfolio: "it",
  state: "active",
  confidential: false,
  ...more,
});

/** The IT portfolio with these projects as members since 2026. */
export async function withProjects(store: OpenStore, ...keys: readonly string[]): Promise<void> {
  await store.projects.savePortfolio(it);
  for (const key of keys) {
    await store.projects.save(project(key));
    await store.projects.join(key.toLowerCase(), "it", undefined, "2026-01-01");
  }
}

/** A register of the test's own. */
export const wish: RecordType = {
  key: "wish",
  prefix: "W",
  names: { one: "wish", many: "wishes" },
  about: "What somebody would like",
  fields: {
    title: { label: "Wish", control: { kind: "text", lines: "one", max: 100 }, schema: z.string() },
    owner: { label: "Owner", control: { kind: "person" }, schema: z.string() },
    due: { label: "Due", control: { kind: "date" }, schema: z.string() },
  },
  title: "title",
  owner: "owner",
  due: "due",
  columns: ["owner", "due"],
  states: { open: { label: "Open", next: ["done"] }, done: { label: "Done", next: [], final: true } },
  initial: "open",
  who: { log: [], show: [], edit: [], move: [], accept: [], assign: [], link: [], undo: [], export: [] },
  links: [],
};
