import { usualTiming } from "../core/cadence.ts";
import { localDate } from "../core/time.ts";
import { type ImportOptions, importFile } from "../features/import/index.ts";
import type { Bot } from "../main.ts";
import type { Channel } from "../ports/projects.ts";

/** The keys that the imported projects got, by a word of their name. */
export interface Keys {
  readonly crossrail: string;
  readonly a303: string;
  readonly courts: string;
  readonly credit: string;
  readonly tax: string;
  readonly embassy: string;
  readonly borders: string;
}

/** Imports the portfolio that ships with the project, gives seven of its projects to invented people, and sets it up. */
export async function prepareDemo(bot: Bot, file: (path: string) => string, zone: string, leadership: Channel): Promise<Keys> {
  const { store } = bot;
  const today = localDate(bot.desk().now, zone);
  const bring = async (kind: string, path: string, more: Partial<ImportOptions> = {}) => {
    const result = await importFile(bot.desk(), { kind, text: file(path), name: path, portfolio: "GMPP", ...more });
    if (!result.written) throw new Error(`${path}: ${result.problems.map(({ line, what }) => `line ${line}: ${what}`).join("; ")}`);
  };
  await bring("statuses", "data/gmpp-sample.csv", { map: withoutNarratives(file("maps/gmpp-2013-2022.json")) });
  await bring("people", "data/demo-people.csv");
  await bring("projects", "data/demo-projects.csv");

  const portfolio = await store.projects.portfolio("GMPP");
  if (!portfolio) throw new Error("the import made no portfolio");
  const monday = { every: "week", weeks: 1, weekday: 1, from: "2022-01-03" } as const;
  await store.projects.savePortfolio({
    ...portfolio,
    name: "Major projects",
    zone,
    country: "GB-ENG",
    currency: "GBP",
    cadence: monday,
    timing: usualTiming,
    escalate: { on: true, except: [] },
  });
  const projects = await store.projects.all(today);
  for (const project of projects) if (!project.pm) await store.projects.save({ ...project, cadence: { every: "never" } });

  for (const person of await store.people.all()) {
    const user = person.email?.split("@")[0] ?? person.id;
    await store.people.identify(person.id, { platform: "terminal", workspace: leadership.workspace, user, outside: false });
  }
  const id = async (user: string) => (await store.people.byEmail(`${user}@demo.example`))?.id ?? "";
  const whole = { kind: "portfolio", id: portfolio.id } as const;
  await store.people.assign({ person: await id("ada"), role: "pmo", scope: whole, from: today });
  await store.people.assign({ person: await id("finn"), role: "viewer", scope: whole, from: today });
  await store.projects.link(leadership, { portfolio: portfolio.id });
  const friday = { every: "week", weeks: 1, weekday: 5, from: "2022-01-07" } as const;
  await store.digests.saveAudience({
    id: "leaders",
    name: "Major projects",
    portfolio: portfolio.id,
    channel: leadership,
    cadence: friday,
    at: "08:00",
    previewMinutes: 120,
  });

  const keyOf = (part: string) => projects.find(({ name }) => name.includes(part))?.key ?? part;
  const crossrail = projects.find(({ name }) => name.startsWith("Crossrail"));
  if (crossrail) await store.projects.link({ ...leadership, channel: "crossrail", name: "crossrail" }, { project: crossrail.id });
  return {
    crossrail: keyOf("Crossrail"),
    a303: keyOf("A303"),
    courts: keyOf("HMCTS"),
    credit: keyOf("Universal Credit"),
    tax: keyOf("Making Tax"),
    embassy: keyOf("Beijing"),
    borders: keyOf("Immigration Platform"),
  };
}

/** The departments' narratives all begin with the same long sentence, which would be most of what the demo prints. */
function withoutNarratives(map: string): string {
  const { columns, ...rest } = JSON.parse(map) as { readonly columns: Readonly<Record<string, unknown>> };
  return JSON.stringify({ ...rest, columns: Object.fromEntries(Object.entries(columns).filter(([name]) => name !== "summary")) });
}
