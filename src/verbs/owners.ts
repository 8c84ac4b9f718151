import type { Problems } from "../core/entry.ts";
import type { Answers, Fields } from "../core/fields.ts";
import type { Identity, Person } from "../core/people.ts";
import type { Project } from "../core/portfolio.ts";
import { Refusal, refuse } from "../core/refusal.ts";
import { sees } from "../core/rights.ts";
import { shortDate } from "../core/time.ts";
import type { Call } from "../routes.ts";
import { lookUp } from "./look-up.ts";
import { askerOf, isOutside, notMetYet, runsProject } from "./may.ts";
import { withNames } from "./mentions.ts";
import { pmoOf } from "./office.ts";
import { nearest } from "./reach.ts";

/** Who is meant by an answer: our own id, <@USERID>, "me", an address or a name. Somebody new by mention is looked up. */
export async function personMeant(call: Call, answer: string): Promise<Person> {
  const known = await personKnown(call, answer);
  const { platform, workspace } = call.user;
  if ("mentioned" in known) return met(call, { platform, workspace, user: known.mentioned });
  const [account] = known.identities;
  if (known.unknown && account) return met(call, account);
  return known.id === call.me.id ? call.me : stillHere(call, known);
}

async function met(call: Call, { platform, workspace, user }: Pick<Identity, "platform" | "workspace" | "user">): Promise<Person> {
  const named = { platform, workspace, id: user };
  const person = await lookUp(call, `${call.id}:${user}`, named);
  if (person.unknown) call.newcomers.push(named);
  return person;
}

/** The same, wherever they are now; of somebody who was never met, what they were mentioned by. */
export async function personKnown(call: Call, answer: string): Promise<Person | { readonly mentioned: string }> {
  const given = answer.trim();
  if (/^(@?me|<@me>)$/i.test(given)) return call.me;
  const known = await call.store.people.get(given);
  if (known) return known;
  const byAccount = await call.store.people.named(given, call.user);
  // On a terminal an @ is typed by hand, and stands before any name.
  const typed = call.user.platform === "terminal" ? given.replace(/^<(@[^>|\s]+)(?:\|[^>]*)?>$/, "$1") : given;
  const found = byAccount.length > 0 || typed === given ? byAccount : await call.store.people.named(typed, call.user);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1) {
    const names = found.slice(0, 3).map(({ name }) => name);
    const who = isOutside(call.me) ? "several people" : `${names.join(" or ")}${found.length > 3 ? " and others" : ""}`;
    refuse(`${await withNames(call, typed)} could be ${who}. Mention them with @, or give the full name.`);
  }
  if (typed !== given)
    refuse(`Nobody is called ${typed.slice(0, 60)}.${(await meantPerhaps(call, typed)) || " Give the full name or the address."}`);
  const mentioned = /^<@([^>|\s]+)(?:\|[^>]*)?>$/.exec(typed)?.[1];
  if (mentioned === undefined)
    refuse(
      `Nobody called ${(await withNames(call, typed)).slice(0, 60)} is known here.${await meantPerhaps(call, typed)} Mention them with @.`,
    );
  return { mentioned };
}

/** A guest's chat shows them few of the organisation's people, and so do we: they name whom they know. */
async function meantPerhaps(call: Call, typed: string): Promise<string> {
  if (isOutside(call.me)) return "";
  const here = (await call.store.people.all()).filter(
    (person) => !person.unknown && (person.left === undefined || person.left > call.today),
  );
  const wanted = typed.replace(/^@/, "").replace(/[._-]+/g, " ");
  const names = here.map(({ name }) => name);
  const near = names.filter((name) => nearest(wanted, [name, ...name.split(/\s+/)]).length > 0).slice(0, 3);
  return near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`;
}

/** The answers with every person as an id, and what is wrong with the others. What did not change is not asked again. */
export async function withPeople(
  call: Call,
  fields: Fields,
  answers: Answers,
  before: Answers,
  project?: Project,
): Promise<{ readonly answers: Answers; readonly problems: Problems }> {
  const people: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const [name, { control }] of Object.entries(fields)) {
    const answer = answers[name]?.trim();
    if (control.kind !== "person" || !answer || answer === before[name]) continue;
    try {
      const person = await personMeant(call, answer);
      if (project) await mayBeNamed(call, person, project);
      people[name] = person.id;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems[name] = error.message;
    }
  }
  return { answers: { ...answers, ...people }, problems };
}

/**
 * Naming somebody opens the entry to them, which is not for guests, nor on a confidential project, without a role. Who
 * was never met may be named: should they turn out to be a guest, the entry stays closed to them (`may`).
 */
export async function mayBeNamed(call: Call, person: Person, project: Project): Promise<void> {
  if (!project.confidential && (person.unknown || !isOutside(person))) return;
  const { rights } = await askerOf(call, person);
  if (sees(rights, project)) return;
  if (person.unknown) refuse(notMetYet(person));
  refuse(`${person.name} has no role on ${project.key}. Ask the PMO to give them one first, or name somebody else.`);
}

/** The PM and today's deputies; where none of them is here any more, the PMO. */
export async function thoseWhoAccept(call: Call, project: Project): Promise<readonly string[]> {
  const { people } = call.store;
  const deputies = await people.holders("deputy", { kind: "project", id: project.id }, call.today);
  const first = await people.many([...new Set([project.pm ?? [], deputies].flat())]);
  const here = [...first.values()].filter(({ left }) => left === undefined || left > call.today);
  if (here.length > 0) return here.map(({ id }) => id);
  return pmoOf(call, project, call.today, async (person) => runsProject(await askerOf(call, person), project));
}

function stillHere(call: Call, person: Person): Person {
  if (person.left === undefined || person.left > call.today) return person;
  return refuse(`${person.name} left on ${shortDate(person.left, call.today)}. Name somebody who is still here.`);
}
