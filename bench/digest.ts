import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { usualTiming } from "../src/core/cadence.ts";
import { figure } from "../src/core/phrases.ts";
import { addDays } from "../src/core/time.ts";
import { digestText } from "../src/features/digest/index.ts";
import { records } from "../src/records/index.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";
import { type Figure, medianMs, type Size } from "./figure.ts";

const asOf = "2026-11-27";

/** The digest of a portfolio of 10,000 projects with ten reports each, beside reading each one's latest colour alone. */
export async function digestOfMany({ quick }: Size): Promise<readonly Figure[]> {
  const projects = quick ? 500 : 10_000;
  const folder = mkdtempSync(join(tmpdir(), "drumbeat-bench-"));
  const file = join(folder, "digest.db");
  const store = await openStore({ url: `sqlite:${file}`, types: records });
  await fill(store, projects);
  const raw = new Database(file, { readonly: true });
  const latest = raw.prepare(
    "select p.id, p.key, r.overall from projects p join currents c on c.project = p.id join reports r on r.id = c.report",
  );
  const floor = await medianMs(9, () => latest.all());
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const settings = { commandPrefix: "", zone: "Etc/UTC", admins: [], nudgeLogDays: 90 };
  const desk = { store, types: records, settings, now: new Date(`${asOf}T12:00:00Z`), log };
  const ours = await medianMs(5, () => digestText(desk, { portfolio: "BIG", asOf, since: addDays(asOf, -7), format: "json" }));
  raw.close();
  await store.close();
  rmSync(folder, { recursive: true });
  const most = quick ? 500 : 100; // of few projects, what a digest costs whatever its size is most of it
  return [{ what: `digest of ${figure(projects)} projects, against reading their colours`, floor, ours, unit: "ms", most }];
}

async function fill(store: OpenStore, projects: number): Promise<void> {
  const colours = ["green", "green", "amber", "red"] as const;
  const cadence = { every: "week", weeks: 1, weekday: 5, from: "2026-01-02" } as const;
  const portfolio = { id: "big", name: "Big", key: "BIG", zone: "Etc/UTC", country: "GB", daysOff: [], currency: "GBP" };
  await store.projects.savePortfolio({ ...portfolio, cadence, timing: usualTiming, scale: "three", escalate: { on: true, except: [] } });
  for (let from = 0; from < projects; from += 500)
    await store.transaction(async (tx) => {
      for (let n = from; n < from + 500; n++) {
        const id = `p${n}`;
        await tx.projects.save({
          id,
          key: `P${n}`,
          name: `Project ${n}`,
          portfolio: "big",
          state: "active",
          confidential: false,
          finish: "2027-03-31",
        });
        await tx.projects.join(id, "big", undefined, "2026-01-01");
        for (let week = 9; week >= 0; week--) {
          const period = addDays(asOf, -7 * week);
          const overall = colours[(n * 7 + week * (n % 3)) % colours.length] ?? "green";
          const report = {
            project: id,
            period,
            overall,
            dimensions: {},
            summary: `Week ${week} of ${id}`,
            nextSteps: [],
            promised: [],
            unchanged: 0,
            late: false,
          };
          await tx.reports.add({
            ...report,
            author: randomUUID(),
            source: "bench",
            effectiveOn: period,
            recordedAt: new Date(`${period}T10:00:00Z`),
          });
        }
      }
    });
}
