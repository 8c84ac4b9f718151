import { usualTiming } from "../../src/core/cadence.ts";
import type { Role } from "../../src/core/people.ts";
import type { Project } from "../../src/core/portfolio.ts";
import type { Store } from "../../src/ports/index.ts";
import type { Channel } from "../../src/ports/projects.ts";
import { type CastName, cast } from "./cast.ts";

/** The channels of every world, by name. `vendor` is shared with another organisation. */
export const channelNames = ["apollo", "leadership", "general", "vendor"] as const;
export type ChannelName = (typeof channelNames)[number];

const began = "2026-01-01";

/** The IT portfolio that most conversations take place in, known by e-mail only, as after an import. */
export async function seed(store: Store, channel: (name: ChannelName) => Channel): Promise<void> {
  const ids = {} as Record<CastName, string>;
  for (const [name, { name: full, email, zone }] of Object.entries(cast) as [CastName, (typeof cast)[CastName]][])
    if (name !== "hugo") ids[name] = (await store.people.add({ name: full, email, zone })).id;

  const portfolio = { id: "it", name: "IT portfolio", key: "IT", zone: "Europe/London", country: "GB", daysOff: [], currency: "GBP" };
  const cadence = { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" } as const;
  await store.projects.savePortfolio({ ...portfolio, cadence, timing: usualTiming, scale: "three", escalate: { on: true, except: [] } });
  await store.projects.setScale("it", "three", began);
  await store.projects.saveProgramme({ id: "core", portfolio: "it", name: "Core systems", key: "CORE" });
  for (const [key, name, pm, more] of projects) await addProject(store, ids, key, name, pm, more);

  const give = (who: CastName, role: Role) =>
    store.people.assign({ person: ids[who], role, scope: { kind: "portfolio", id: "it" }, from: began });
  await store.people.assign({ person: ids.ada, role: "pmo", scope: { kind: "organisation" }, from: began });
  await give("finn", "viewer");
  await give("gita", "contact");
  await store.people.assign({ person: ids.dev, role: "team", scope: { kind: "project", id: "apollo" }, from: began });

  await store.projects.link(channel("apollo"), { project: "apollo" });
  await store.projects.link(channel("vendor"), { project: "vega" });
  await store.projects.link(channel("leadership"), { portfolio: "it" });
  const friday = { every: "week", weeks: 1, weekday: 5, from: "2026-01-02" } as const;
  await store.digests.saveAudience({
    id: "it-leaders",
    name: "IT portfolio",
    portfolio: "it",
    channel: channel("leadership"),
    cadence: friday,
    at: "08:00",
    previewMinutes: 120,
  });
}

type Extra = Partial<Pick<Project, "confidential" | "finish" | "budget" | "programme">>;
const projects: readonly (readonly [string, string, CastName, Extra])[] = [
  ["APOLLO", "ERP replacement", "ben", { finish: "2027-03-31", programme: "core" }],
  ["HERMES", "Data-centre exit", "ben", { finish: "2027-01-29", programme: "core" }],
  ["ORION", "Payroll", "ben", { finish: "2027-02-26" }],
  ["VEGA", "Supplier portal", "chloe", { finish: "2027-06-30", budget: "1200000" }],
  ["LUNA", "Confidential merger", "chloe", { confidential: true }],
];

async function addProject(
  store: Store,
  ids: Record<CastName, string>,
  key: string,
  name: string,
  pm: CastName,
  more: Extra,
): Promise<void> {
  const id = key.toLowerCase();
  const { programme, ...rest } = more;
  await store.projects.save({ id, key, name, portfolio: "it", state: "active", confidential: false, ...rest });
  await store.projects.join(id, "it", programme, began);
  const scope = { kind: "project", id } as const;
  await store.people.assign({ person: ids[pm], role: "pm", scope, from: began });
  if (key !== "HERMES") await store.people.assign({ person: ids.erin, role: "sponsor", scope, from: began });
}
