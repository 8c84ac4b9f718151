import { nudges } from "../../core/nudges.ts";
import type { LocalDate } from "../../core/time.ts";
import { shortMoment } from "../../core/time.ts";
import type { Change } from "../../ports/index.ts";
import type { Call, Desk } from "../../routes.ts";

/** What is said about an asking, kept on the project's record: `from` is the period, `to` what was said. */
export const said = { ...nudges, notMine: "not mine" } as const;

export async function note(call: Call, project: string, what: string, period: LocalDate, to: string): Promise<void> {
  const { now: at, me, user } = call;
  await call.store.record({ at, actor: me.id, source: user.platform, subject: `project:${project}`, what, from: period, to });
}

/** Until when whoever was asked promised the report of a period; undefined when they did not. */
export async function promised(desk: Desk, project: string, period: LocalDate): Promise<Date | undefined> {
  const change = (await notes(desk, project, period)).find(({ what }) => what === said.postponed);
  return change?.to === undefined ? undefined : new Date(change.to);
}

/** What somebody already does about a silence, in place of the buttons that offer it. */
export async function saidOn(desk: Desk, project: string, period: LocalDate): Promise<string | undefined> {
  const change = (await notes(desk, project, period)).findLast(({ what }) => what === said.speaks || what === said.calls);
  const who = change && (await desk.store.people.get(change.actor));
  if (!change || !who) return undefined;
  return `${who.name}, ${shortMoment(change.at, who.zone)}: ${change.to ?? change.what}.`;
}

async function notes({ store }: Desk, project: string, period: LocalDate): Promise<readonly Change[]> {
  return (await store.changes(`project:${project}`)).filter(({ from }) => from === period);
}
