import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import type { Button, Message } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Text } from "../../chat/text.ts";
import type { Person, Role, Scope } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import { governing, holdsOn } from "../../core/rights.ts";
import { shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { isOutside } from "../../verbs/may.ts";
import { overall } from "../../verbs/oversight.ts";
import { personMeant } from "../../verbs/owners.ts";
import { seesPersons } from "./scope.ts";

const pageSize = 10;
const Page = z.object({ words: z.string().max(200), from: z.int().min(0) });

/** `/pmo people [TEXT]`, for the PMO: who is known, what they hold, where they can be reached. */
export async function listPeople(call: Call, words: string, from = 0): Promise<Message> {
  if (!seesPersons(call)) refuse("Only the PMO sees the list of people. Say pmo person to see your own record.");
  const wanted = words.trim().toLowerCase();
  const all = (await call.store.people.all()).filter(
    ({ name, email }) => name.toLowerCase().includes(wanted) || (email ?? "").includes(wanted),
  );
  const page = all.slice(from, from + pageSize);
  const roles = await rolesOf(call, page);
  const rows = page.map((person): readonly Text[] => [person.name, inShort(roles.get(person.id) ?? []), reachOf(person)]);
  const title = `${all.length} ${all.length === 1 ? "person" : "people"}`;
  const to = (label: string, at: number): Button => ({ label, action: "people.page", value: JSON.stringify({ words, from: at }) });
  const turn = [
    ...(from > 0 ? [to("Back", Math.max(0, from - pageSize))] : []),
    ...(from + pageSize < all.length ? [to("More", from + pageSize)] : []),
  ];
  return {
    summary: title,
    blocks: [
      { kind: "text", text: all.length > pageSize ? `${title}, ${from + 1} to ${from + page.length}` : title },
      ...(rows.length > 0 ? [{ kind: "table" as const, columns: ["Name", "Roles", "Reached by"], rows }] : []),
      { kind: "small", text: "Roles on what you do not set up are left out. pmo person @PERSON shows one." },
      ...(turn.length > 0 ? [{ kind: "buttons" as const, buttons: turn }] : []),
    ],
  };
}

/** As many as a cell holds, and how many more there are: half a role would be another one. */
function inShort(roles: readonly string[]): string {
  if (roles.length === 0) return "no role";
  const fits = roles.filter((_, i) => roles.slice(0, i + 1).join(", ").length <= 70);
  const shown = fits.length > 0 ? fits : roles.slice(0, 1);
  return `${shown.join(", ")}${shown.length < roles.length ? ` and ${roles.length - shown.length} more` : ""}`;
}

export async function turnPage(call: Call, value: string): Promise<Reply> {
  const { words, from } = carried(Page, value);
  return { kind: "message", to: "replace", message: await listPeople(call, words, from) };
}

/** `/pmo person @x` for the PMO, and everybody's own record for themselves. */
export async function showPerson(call: Call, words: string): Promise<Reply> {
  const person = words.trim() === "" ? call.me : await personMeant(call, words.trim());
  const own = person.id === call.me.id;
  if (!own && !seesPersons(call)) refuse("Only the PMO sees another person's record. Say pmo person to see your own.");
  const absences = await call.store.people.absences(call.today, "9999-12-31", person.id);
  const away = absences.map(({ from, to }) => `${shortDate(from, call.today)} to ${shortDate(to, call.today)}`);
  const facts: (readonly [string, Text])[] = [
    ["Roles", ((await rolesOf(call, [person])).get(person.id) ?? []).join(", ") || "none"],
    ["Reached by", reachOf(person)],
    ["Time zone", person.zone],
    ...(person.email === undefined ? [] : [["E-mail", person.email] as const]),
    ...(away.length > 0 ? [["Away", away.join("; ")] as const] : []),
    ...(person.left ? [["Left", shortDate(person.left, call.today)] as const] : []),
  ];
  return {
    kind: "message",
    to: "me",
    message: {
      summary: person.name,
      blocks: [
        { kind: "heading", text: person.name },
        { kind: "facts", facts },
        { kind: "small", text: own ? "Only you see this answer. pmo privacy says who sees what." : "Only you see this answer." },
      ],
    },
  };
}

/** The roles that the asker may know of: their own, and those on what they set up. Read at once, however many hold how much. */
async function rolesOf(call: Call, people: readonly Person[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { store, today, me, rights } = call;
  const ids = people.map(({ id }) => id);
  const held = await store.people.assignmentsOf(ids, today);
  const [portfolios, programmes, projects] = [
    byId(await store.projects.portfolios()),
    byId(await store.projects.programmes()),
    byId(await store.projects.all(today)),
  ];
  const words = (role: Role, scope: Scope, own: boolean): readonly string[] => {
    if (scope.kind === "organisation") return own || overall(call) ? [`${role} of the whole organisation`] : [];
    const on = { portfolio: portfolios, programme: programmes, project: projects }[scope.kind].get(scope.id);
    const portfolio = scope.kind === "portfolio" ? scope.id : (programmes.get(scope.id) ?? projects.get(scope.id))?.portfolio;
    const sets = portfolio === undefined ? overall(call) : holdsOn(rights, governing, portfolio);
    return own || sets ? [`${role} of ${on?.key ?? `a ${scope.kind} that is gone`}`] : [];
  };
  return new Map(ids.map((id) => [id, (held.get(id) ?? []).flatMap(({ role, scope }) => words(role, scope, id === me.id)).sort()]));
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> => new Map(all.map((each) => [each.id, each]));

function reachOf(person: Person): string {
  if (person.left) return "nobody: they left";
  if (person.identities.length === 0) return "nobody yet: no chat account is known";
  const chats = person.identities.map(({ platform, unreachable }) =>
    unreachable === undefined ? platform : `${platform}, not reached: ${unreachable}`,
  );
  return `${chats.join("; ")}${person.unknown ? " (not met yet)" : isOutside(person) ? " (outside the organisation)" : ""}`;
}
