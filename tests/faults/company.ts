import { usualTiming } from "../../src/core/cadence.ts";
import type { Identity } from "../../src/core/people.ts";
import { openStore } from "../../src/store/index.ts";

/** A Monday on which everybody is asked, at nine. */
export const askedOn = "2026-11-23";
export const nine = Date.parse(`${askedOn}T09:00:00Z`);

/** So many projects with a PM each, asked once a week, planned up to a minute before nine unless told. */
export async function seedCompany(
  url: string,
  size: number,
  accountOf: (n: number) => Identity,
  facts: Readonly<Record<string, string>>,
  plannedUntil = nine - 60_000,
) {
  const store = await openStore({ url });
  const cadence = { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" } as const;
  const portfolio = { id: "big", name: "Big", key: "BIG", zone: "Etc/UTC", country: "GB", daysOff: [], currency: "GBP" };
  await store.projects.savePortfolio({ ...portfolio, cadence, timing: usualTiming, scale: "three", escalate: { on: true, except: [] } });
  for (let from = 0; from < size; from += 250)
    await store.transaction(async (tx) => {
      for (let n = from; n < Math.min(size, from + 250); n++) {
        const { id } = await tx.people.add({ name: `Manager ${n}`, email: `pm${n}@example.com`, zone: "Etc/UTC" });
        await tx.people.identify(id, accountOf(n));
        const project = {
          id: `p${n}`,
          key: `P${n}`,
          name: `Project ${n}`,
          portfolio: "big",
          state: "active",
          confidential: false,
        } as const;
        await tx.projects.save(project);
        await tx.projects.join(project.id, "big", undefined, "2026-01-01");
        await tx.people.assign({ person: id, role: "pm", scope: { kind: "project", id: project.id }, from: "2026-01-01" });
      }
    });
  await store.remember("planned:status.rhythm", new Date(plannedUntil).toISOString());
  for (const [name, value] of Object.entries(facts)) await store.remember(name, value);
  await store.close();
}
