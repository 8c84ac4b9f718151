import type { Scope } from "../core/people.ts";
import { type LocalDate, localDate } from "../core/time.ts";
import { type Claimed, laneOf } from "../ports/outbox.ts";
import type { Desk } from "../routes.ts";
import type { Works } from "./works.ts";

/** Nobody waits for these in the place that they go to. */
const quiet = new Set(["notReached", "identify", "channel"]);

/** Somebody (or a channel) cannot be written to. They are not late: those who can put it right are told, once a day. */
export async function settleNotReached(works: Works, claimed: Claimed, why: string): Promise<void> {
  const { to } = claimed;
  await works.desk().store.transaction(async (store) => {
    const desk = { ...works.desk(), store };
    const { now } = desk;
    const today = localDate(now, desk.settings.zone);
    const ours = await store.outbox.settle(claimed, { state: "unreachable", error: why }, now);
    if (!ours || quiet.has(claimed.job)) return;
    const subject = "person" in to ? to.person : to.channel.channel;
    const payload = "person" in to ? { person: to.person, why } : { channel: to.channel, why };
    for (const helper of await whoCanHelp(desk, to, today)) {
      if (helper === subject) continue;
      const key = `notReached:${subject}:${today}:${helper}`;
      await store.outbox.add({ key, job: "notReached", payload, to: { person: helper }, class: "prompt" }, now);
    }
  });
}

/** Admins, the PMO, and the PMO of the portfolios that it is about. */
export async function whoCanHelp({ store, settings }: Desk, to: Claimed["to"], today: LocalDate): Promise<ReadonlySet<string>> {
  const helpers = new Set<string>();
  for (const email of settings.admins) {
    const admin = await store.people.byEmail(email);
    if (admin) helpers.add(admin.id);
  }
  const home = "channel" in to ? await store.projects.at(to.channel) : undefined;
  const scopes = "person" in to ? (await store.people.assignments(to.person, today)).map(({ scope }) => scope) : [];
  const portfolios = new Set(home?.portfolio === undefined ? [] : [home.portfolio]);
  if ("channel" in to)
    for (const { channel, portfolio } of await store.digests.audiences()) if (laneOf({ channel }) === laneOf(to)) portfolios.add(portfolio);
  for (const scope of [...scopes, ...(home?.project === undefined ? [] : [{ kind: "project", id: home.project } as const])]) {
    if (scope.kind === "portfolio") portfolios.add(scope.id);
    const project = scope.kind === "project" ? await store.projects.get(scope.id, today) : undefined;
    if (project) portfolios.add(project.portfolio);
  }
  const everywhere: Scope = { kind: "organisation" };
  for (const scope of [everywhere, ...[...portfolios].map((id): Scope => ({ kind: "portfolio", id }))]) {
    for (const role of ["admin", "pmo"] as const) {
      for (const holder of await store.people.holders(role, scope, today)) helpers.add(holder);
    }
  }
  return helpers;
}
