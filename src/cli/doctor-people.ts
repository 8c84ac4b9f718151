import type { Person } from "../core/people.ts";
import type { Project } from "../core/portfolio.ts";
import { firstAdmins } from "../core/rights.ts";
import { type LocalDate, localDate } from "../core/time.ts";
import type { Check } from "../ports/adapter.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { Desk } from "../routes.ts";
import { pmoOf } from "../verbs/office.ts";

/** Of people: who sets things up, who can be written to, and whose 09:00 is only guessed. */
export async function peopleChecks(desk: Desk, messengers: readonly Messenger[]): Promise<readonly Check[]> {
  const { store, settings, now } = desk;
  const today = localDate(now, settings.zone);
  const active = (await store.projects.all(today)).filter(({ state }) => state === "active");
  const admins = (await store.people.all()).filter((person) => firstAdmins(person, settings.admins).length > 0);
  const staff = await staffOf(desk, active, today);
  return [
    {
      what: "administrators",
      ok: settings.admins.length > 0,
      found: `${settings.admins.length} named in ADMIN_EMAILS, ${admins.length} known`,
      fix: "Set ADMIN_EMAILS; without it nobody can set Drumbeat up.",
    },
    ...(await pmoChecks(desk, today)),
    ...(await reachChecks(staff, messengers)),
    zoneCheck(
      staff.filter(({ id }) => active.some(({ pm }) => pm === id)),
      settings.zone,
    ),
  ];
}

/** Everybody whom prompts, previews and escalations go to, and who has not left. */
async function staffOf(desk: Desk, active: readonly Project[], today: LocalDate): Promise<readonly Person[]> {
  const line = active.flatMap(({ pm, sponsor, contact, manager }) => [pm ?? [], sponsor ?? [], contact ?? [], manager ?? []].flat());
  const portfolios = await desk.store.projects.portfolios();
  const pmo = await Promise.all(portfolios.map(({ id }) => pmoOf(desk, { portfolio: id }, today)));
  const people = await desk.store.people.many([...new Set([...line, ...pmo.flat()])]);
  return [...people.values()].filter(({ left }) => left === undefined || left > today);
}

/** Administrators stand in where nobody is the PMO, which is said rather than relied on. */
async function pmoChecks(desk: Desk, today: LocalDate): Promise<readonly Check[]> {
  const { people, projects } = desk.store;
  const everywhere = await people.holders("pmo", { kind: "organisation" }, today);
  const checks: Check[] = [];
  for (const { id, key } of await projects.portfolios()) {
    const ok = everywhere.length + (await people.holders("pmo", { kind: "portfolio", id }, today)).length > 0;
    const names = namesOf([...(await people.many(await pmoOf(desk, { portfolio: id }, today))).values()]);
    const standIn = names === "" ? "" : `; in their place: ${names}`;
    checks.push({
      what: `PMO of ${key}`,
      ok,
      found: ok ? names : `nobody is PMO of ${key}${standIn}`,
      fix: `Say /pmo role @PERSON pmo ${key}: previews and what project managers ask the PMO go to them.`,
    });
  }
  return checks;
}

async function reachChecks(staff: readonly Person[], messengers: readonly Messenger[]): Promise<readonly Check[]> {
  const who = "project managers, sponsors, contacts and PMO";
  if (messengers.length === 0) return [{ what: "people who can be reached", ok: true, found: "not checked: no chat is configured" }];
  const running = (person: Person) => person.identities.filter(({ platform }) => messengers.some((each) => each.platform === platform));
  const cut = staff.filter((person) => running(person).length > 0 && running(person).every(({ unreachable }) => unreachable !== undefined));
  const unmet: Person[] = [];
  for (const person of staff) if (running(person).length === 0 && !(await canBeFound(person, messengers))) unmet.push(person);
  return [
    {
      what: "people who cannot be reached",
      ok: cut.length === 0,
      found: cut.length === 0 ? `none among ${who}` : listed(cut.map((each) => `${each.name} (${running(each)[0]?.unreachable ?? ""})`)),
      fix: "Install the app for them again, or say /pmo left @PERSON and hand over what was theirs.",
    },
    {
      what: "people without a chat account",
      ok: unmet.length === 0,
      found: unmet.length === 0 ? `none among ${who}` : namesOf(unmet, ({ email }) => ` (${email ?? "no e-mail address"})`),
      fix: "Slack: import them with the e-mail address of their Slack account. Teams: install the app for them (Teams admin centre, Setup policies), which introduces them.",
    },
  ];
}

/** As the worker will look for them when it first writes to them. */
async function canBeFound({ identities, email }: Person, messengers: readonly Messenger[]): Promise<boolean> {
  if (email === undefined || identities.length > 0) return false;
  for (const messenger of messengers) {
    const found = await messenger.byEmail?.(email).catch(() => undefined);
    if (found) return true;
  }
  return false;
}

function zoneCheck(asked: readonly Person[], zone: string): Check {
  const unsure = asked.filter(({ zoneAssumed }) => zoneAssumed);
  return {
    what: "time zones",
    ok: unsure.length === 0,
    found: unsure.length === 0 ? "known for everybody who is asked" : `not told by ${namesOf(unsure)}: they are asked in ${zone}`,
    fix: "Their chat tells it when they first speak to the bot or are first written to. Or: a zone in drumbeat import people, ZONE for all of them.",
  };
}

const namesOf = (people: readonly Person[], more: (person: Person) => string = () => ""): string =>
  listed(people.map((person) => `${person.name}${more(person)}`));

export const listed = (all: readonly string[]): string =>
  `${all.slice(0, 8).join(", ")}${all.length > 8 ? ` and ${all.length - 8} more` : ""}`;
