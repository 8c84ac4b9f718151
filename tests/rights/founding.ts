import { usualTiming } from "../../src/core/cadence.ts";
import type { Store } from "../../src/ports/index.ts";
import { canary, idOf, keys, type Name, names, part, rooms } from "./cast.ts";

const began = "2026-01-01";

/** Two portfolios with a programme, a digest, an open and a confidential project each, and who holds what. */
export async function found(store: Store, id: (name: Name) => string): Promise<void> {
  const portfolio = { zone: "Europe/London", country: "GB", daysOff: [], currency: "GBP", timing: usualTiming, scale: "three" } as const;
  const cadence = { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" } as const;
  for (const [key, programme, room] of [
    ["ALPHA", "CORE", "leaders"],
    ["BETA", "RIM", "beta"],
  ] as const) {
    const of = `pf-${key.toLowerCase()}`;
    const word = key === "BETA" ? canary.VEGA : "Alpha";
    await store.projects.savePortfolio({
      ...portfolio,
      id: of,
      key,
      name: `${word} portfolio`,
      cadence,
      escalate: { on: true, except: [] },
    });
    await store.projects.setScale(of, "three", began);
    await store.projects.saveProgramme({ id: `pg-${programme.toLowerCase()}`, portfolio: of, key: programme, name: `${word} programme` });
    await store.projects.link(rooms[room], { portfolio: of });
    await store.projects.noteShared(rooms[room], rooms[room].shared);
    const thursday = { every: "week", weeks: 1, weekday: 4, from: "2026-01-01" } as const;
    await store.digests.saveAudience({
      ...{ id: `au-${key.toLowerCase()}`, name: `${word} leaders`, portfolio: of, channel: rooms[room], cadence: thursday, at: "14:00" },
      previewMinutes: 180,
    });
  }
  const project = async (key: string, of: string, programme: string | undefined, confidential: boolean, word: string) => {
    const texts = { name: `${word} works`, department: `${word} dept`, category: `${word} kind`, foreignId: `${word}-77` };
    await store.projects.save({
      id: idOf(key),
      key,
      ...texts,
      portfolio: of,
      state: "active",
      confidential,
      budget: "1000",
      finish: "2027-03-31",
    });
    await store.projects.join(idOf(key), of, programme, began);
  };
  await project("ARGO", "pf-alpha", "pg-core", false, canary.ARGO);
  await project("HERMES", "pf-alpha", undefined, false, "Hermes");
  await project("LUNA", "pf-alpha", "pg-core", true, canary.LUNA);
  await project("VEGA", "pf-beta", "pg-rim", false, canary.VEGA);
  await project("UMBRA", "pf-beta", "pg-rim", true, canary.UMBRA);
  await project("GONE", "pf-alpha", undefined, false, "Gone");
  for (const name of names)
    for (const [role, scope] of part(name).holds ?? []) await store.people.assign({ person: id(name), role, scope, from: began });
  for (const [name, key] of [
    ["mona", "HERMES"],
    ["bela", "VEGA"],
    ["bela", "UMBRA"],
  ] as const)
    await store.people.assign({ person: id(name), role: "pm", scope: { kind: "project", id: idOf(key) }, from: began });
  await store.projects.link(rooms.argo, { project: "p-argo" });
  await store.projects.noteShared(rooms.argo, false);
  await store.projects.link(rooms.vendor, { project: "p-vega" });
  await store.projects.noteShared(rooms.vendor, true);
}

/** A week before, with a step that was promised. */
export async function reportOnAll(store: Store, author: string): Promise<void> {
  for (const key of keys)
    await store.reports.add({
      ...{ project: idOf(key), period: "2026-11-16", overall: "red", dimensions: { cost: { rag: "red", comment: `${canary[key]} cost` } } },
      ...{
        summary: `${canary[key]} summary`,
        achievements: `${canary[key]} achieved`,
        pathToGreen: `${canary[key]} path`,
        greenBy: "2026-12-31",
      },
      ...{
        nextSteps: [{ text: `${canary[key]} step`, due: "2026-11-25" }],
        promised: [],
        unchanged: 0,
        late: false,
        budget: "1000",
        cost: "1500",
      },
      ...{ author, source: "slack", effectiveOn: "2026-11-16", recordedAt: new Date("2026-11-16T10:00:00Z") },
    });
}
