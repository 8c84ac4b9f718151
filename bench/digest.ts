import { figure } from "../src/core/phrases.ts";
import { addDays } from "../src/core/time.ts";
import { digestText } from "../src/features/digest/index.ts";
import { records } from "../src/records/index.ts";
import { asOf, company } from "./company.ts";
import { type Figure, medianMs, type Size } from "./figure.ts";

/** The digest of a large company's portfolio, beside what no digest of it can do without, fetched as fast as SQL does and no more. */
export async function digestOfMany({ quick }: Size): Promise<readonly Figure[]> {
  const projects = quick ? 500 : 10_000;
  const { store, raw, end } = await company({ projects, weeks: quick ? 10 : 52, entries: projects * 10 });
  const since = addDays(asOf, -7);
  const needed = [
    "select p.id, p.key, p.body, m.programme from memberships m join projects p on p.id = m.project where m.portfolio = 'big' and m.from_day <= @asOf and m.until_day is null order by p.key",
    `select c.project, r.period, r.revision, r.overall, r.effective_on, r.body, e.period as was_period, e.overall as was, e.effective_on as was_on
      from currents c join reports r on r.id = c.report left join reports e on e.id = (select l.id from reports l
        where l.project = c.project and l.effective_on <= @since order by l.period desc, l.revision desc limit 1)`,
    "select project, max(date) from occurrences where date > @reach and date <= @closed group by project",
    "select id, body from entries where type = 'risk' and state = 'open' and proposed = 0 and withdrawn_at is null",
  ].map((statement) => raw.prepare(statement));
  const days = { asOf, since, reach: addDays(asOf, -35), closed: since };
  const floor = await medianMs(5, () => needed.map((statement) => statement.all(days).length));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const settings = { commandPrefix: "", zone: "Etc/UTC", admins: [], nudgeLogDays: 90 };
  const desk = { store, types: records, settings, now: new Date(`${asOf}T12:00:00Z`), log };
  const ours = await medianMs(5, () => digestText(desk, { portfolio: "BIG", asOf, since, format: "json" }));
  await end();
  const what = `digest of ${figure(projects)} projects, against fetching its rows`;
  return [{ name: "digest", what, floor, ours, unit: "ms", reach: { of: "ratio", most: 1.2 }, alarm: { most: quick ? 100 : 20 } }];
}
