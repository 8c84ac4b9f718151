import type { Block, Button, Message } from "../chat/message.ts";
import { bold, mention, plain, type Span, type Text, text } from "../chat/text.ts";
import { dueOf, isFinal, lacking, ownerOf, refOf, titleOf } from "../core/entry.ts";
import type { Field } from "../core/fields.ts";
import { beginning } from "../core/letters.ts";
import type { Person } from "../core/people.ts";
import type { Entry } from "../core/record-type.ts";
import { governs } from "../core/rights.ts";
import { type LocalDate, localDate, shortDate, shortMoment } from "../core/time.ts";
import type { Names } from "../ports/index.ts";
import type { Call, Desk } from "../routes.ts";
import type { Found } from "./find.ts";
import { askerOf, may } from "./may.ts";
import { thoseWhoAccept } from "./owners.ts";

/** What is kept on the record when the owner takes an entry on. */
export const ownerAccepted = "owner accepted";
export const undoMs = 24 * 3600 * 1000;

/** What the one who wrote an entry reads at once: how it stands, who sees it, what is missing, until when it can be undone. */
export async function writtenCard(call: Call, found: Found, what?: string, undoing = "You can undo this"): Promise<Message> {
  const { type, entry, project } = found;
  const deed = what ?? (entry.proposed ? "proposed" : "logged");
  const head = text`${bold(refOf(type, entry))} ${deed} on ${project.key}: ${titleOf(type, entry)}`;
  const lacks = lacking(type, entry).map((name) => (type.fields[name]?.label ?? name).toLowerCase());
  const facts = await weightLine(call, found);
  // Whoever hands an entry on may have given away what they held of it.
  const undoable = may(call, type, "undo", project, entry);
  const until = undoable ? ` ${undoing} until ${shortMoment(new Date(call.now.getTime() + undoMs), call.me.zone)}.` : "";
  const undo: Button = { label: "Undo", action: "entry.undo", value: JSON.stringify({ id: entry.id, version: entry.version }) };
  const buttons: Button[] = [...(lacks.length > 0 ? [buttonFor.add(entry)] : []), buttonFor.edit(entry), ...(undoable ? [undo] : [])];
  const blocks: Block[] = [
    { kind: "text", text: head },
    ...(facts.length > 0 ? [{ kind: "text", text: facts } as const] : []),
    { kind: "small", text: `${await readersLine(call, found)}${until}` },
    ...(lacks.length > 0 ? [{ kind: "small", text: `Missing: ${lacks.join(", ")}.` } as const] : []),
    { kind: "buttons", buttons },
  ];
  return { summary: beginning(plain(head), 150), blocks };
}

/** "4 × 5 = 20, critical. Due 15 Dec. Erin Walsh is asked to accept it." */
async function weightLine(call: Call, { type, entry, project }: Found): Promise<readonly Span[]> {
  const due = dueOf(type, entry);
  const ownerId = ownerOf(type, entry);
  const owner = ownerId === undefined ? undefined : await call.store.people.get(ownerId);
  const gist = type.gist?.(entry.values);
  const sentences: (readonly Span[])[] = [];
  if (gist) sentences.push([`${gist}.`]);
  const isPast = due !== undefined && due < call.today && !isFinal(type, entry.state);
  if (due) sentences.push([`Due ${shortDate(due, call.today)}${isPast ? ", which has passed" : ""}.`]);
  if (owner?.id === call.me.id) sentences.push(["You own it."]);
  else if (owner && !isFinal(type, entry.state))
    sentences.push(text`${mention(owner)} ${await ownersPart(call, { type, entry, project }, owner)}.`);
  return sentences.flatMap((sentence, i) => (i === 0 ? sentence : [" ", ...sentence]));
}

async function ownersPart(call: Call, { type, entry, project }: Found, owner: Person): Promise<string> {
  const words = await call.store.changes(`entry:${entry.id}`);
  if (words.some(({ what, actor }) => what === ownerAccepted && actor === owner.id)) return "owns it";
  if (owner.unknown) return "is asked to accept it once I know who they are";
  const asker = await askerOf(call, owner);
  if (may(asker, type, "show", project, entry)) return "is asked to accept it";
  if (may(asker, type, "show", project, { ...entry, proposed: false })) return "is asked to take it on once it is accepted";
  return governs(call.rights, project)
    ? `cannot see it yet: give them a role with pmo role @PERSON team #${project.key}`
    : `cannot see it yet: ask the PMO for a role on ${project.key}`;
}

async function readersLine(call: Call, { type, entry, project }: Found): Promise<string> {
  if (isFinal(type, entry.state)) {
    const readers = entry.proposed ? `the ${project.key} team` : `everybody with a role on ${project.key}`;
    return `Seen by ${readers}.`;
  }
  if (!entry.proposed)
    return `Seen by everybody with a role on ${project.key}, ${project.confidential ? "and in no digest" : "and in the digest when it stands out"}.`;
  const people = await call.store.people.many(await thoseWhoAccept(call, project));
  const names = [...people.values()].map(({ name }) => name).join(" or ") || "the PMO";
  const then = project.confidential ? `by everybody with a role on ${project.key}` : "in the digest";
  return `Seen by the ${project.key} team; ${then} once ${names} accepts it.`;
}

/** "R-42 on APOLLO: Vendor may miss UAT". */
export function aboutLine({ type, entry, project }: Found): readonly Span[] {
  return text`${bold(refOf(type, entry))} on ${project.key}: ${titleOf(type, entry)}`;
}

export function gistLine({ now, settings }: Desk, { type, entry }: Found): readonly Text[] {
  const gist = type.gist?.(entry.values);
  const due = dueOf(type, entry);
  const parts = [gist, due && `due ${shortDate(due, localDate(now, settings.zone))}`].filter((part) => part !== undefined);
  return parts.length === 0 ? [] : [parts.join("; ")];
}

/** A value as people read it. */
export function shownValue(field: Field, value: unknown, names: Names, today: LocalDate): Text {
  switch (field.control.kind) {
    case "choice":
      return field.control.options[String(value)] ?? String(value);
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? shortDate(value, today) : String(value);
    case "person": {
      const person = names.get(String(value));
      return person ? [mention(person)] : "somebody who left";
    }
    case "number":
    case "text":
    case "lookup":
      return String(value);
    default:
      return field.control satisfies never;
  }
}

/** The people that the values of entries name, in one look-up. */
export async function namesIn(
  call: Pick<Call, "store">,
  found: readonly Pick<Found, "type" | "entry">[],
  more: readonly string[] = [],
): Promise<Names> {
  const ids = found.flatMap(({ type, entry }) => [
    entry.author,
    ...Object.entries(type.fields).flatMap(([name, { control }]) => (control.kind === "person" ? [entry.values[name]] : [])),
  ]);
  return call.store.people.many([...new Set([...ids, ...more].filter((id) => typeof id === "string"))]);
}

export const buttonFor = {
  show: ({ id }: Entry): Button => ({ label: "Show", action: "entry.show", value: id }),
  add: ({ id }: Entry): Button => ({ label: "Add", action: "entry.add", value: id, opensForm: true, style: "primary" }),
  edit: ({ id }: Entry): Button => ({ label: "Edit", action: "entry.edit", value: id, opensForm: true }),
};

/** The states that this person may move the entry to; one that asks for a reason opens a form. */
export function moveButtons(call: Call, { type, entry, project }: Found): readonly Button[] {
  if (!may(call, type, "move", project, entry)) return [];
  const value = (to: string) => JSON.stringify({ id: entry.id, version: entry.version, to });
  return (type.states[entry.state]?.next ?? []).flatMap((to) => {
    const state = type.states[to];
    return state
      ? [{ label: state.label, action: "entry.move", value: value(to), ...(state.reason !== undefined && { opensForm: true as const }) }]
      : [];
  });
}
