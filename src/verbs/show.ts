import type { Block, Button, Message } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, mention, plain, type Text, text } from "../chat/text.ts";
import { lacking, refOf, titleOf } from "../core/entry.ts";
import { beginning } from "../core/letters.ts";
import type { RecordType } from "../core/record-type.ts";
import { nearMoment } from "../core/time.ts";
import type { Call } from "../routes.ts";
import { attention } from "./attention.ts";
import { buttonFor, moveButtons, namesIn, shownValue } from "./card.ts";
import { type Found, named, type Ref, withId } from "./find.ts";
import { linkLines } from "./links.ts";
import { may } from "./may.ts";
import { originsOf, unnamed } from "./origin.ts";
import { whereToAnswer } from "./write.ts";

export async function show(call: Call, types: readonly RecordType[], ref: Ref, rest: string): Promise<Reply> {
  const found = await named(call, ref, "show");
  const to = whereToAnswer(call, found.project);
  const message = await showCard(call, types, found, to);
  const [another] = /(?<![\w-])[a-z]{1,3}-\d+(?![\w-])/i.exec(rest) ?? [];
  const alone = another && { kind: "small" as const, text: `One is shown at a time. Say ${another.toUpperCase()} for the other.` };
  return { kind: "message", message: alone ? { ...message, blocks: [...message.blocks, alone] } : message, to };
}

export async function pressShow(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await withId(call, types, id, "show");
  return { kind: "message", message: await showCard(call, types, found, "me"), to: "me" };
}

/** An entry in full, with what this person may do to it. `what`: what was just done. */
export async function showCard(
  call: Call,
  types: readonly RecordType[],
  found: Found,
  read: "me" | "here",
  what?: string,
): Promise<Message> {
  const { type, entry, project } = found;
  const names = await namesIn(call, [found]);
  const origins = await originsOf(call, [entry], names);
  const head = text`${bold(refOf(type, entry))} on ${project.key}: ${titleOf(type, entry)}${what === undefined ? "" : ` (${what})`}`;
  const state = [entry.proposed ? "Proposed" : undefined, type.states[entry.state]?.label ?? entry.state, type.gist?.(entry.values)];
  const facts = Object.entries(type.fields).flatMap(([name, field]) => {
    const value = entry.values[name];
    const unused = value === undefined || name === type.title || (field.when && !field.when(entry.values));
    return unused ? [] : [[field.label, shownValue(field, value, names, call.today)] as const];
  });
  const links = await linkLines(call, types, found, read);
  const reasons = attention(type, [entry], call.today).flatMap((each) => each.reasons);
  const lacks = lacking(type, entry).map((name) => (type.fields[name]?.label ?? name).toLowerCase());
  const buttons = cardButtons(call, types, found, lacks.length > 0);
  const blocks: Block[] = [
    { kind: "text", text: head },
    { kind: "text", text: state.filter((part) => part !== undefined).join(" · ") },
    ...(facts.length > 0 ? [{ kind: "facts", facts } as const] : []),
    ...links.map((line) => ({ kind: "text", text: line }) as const),
    ...(reasons.length > 0 ? [{ kind: "small", text: `Needs attention: ${reasons.join("; ")}.` } as const] : []),
    ...(lacks.length > 0 ? [{ kind: "small", text: `Missing: ${lacks.join(", ")}.` } as const] : []),
    ...(entry.misfit === undefined ? [] : [{ kind: "small", text: `⚠ Kept as it was written: ${entry.misfit}.` } as const]),
    { kind: "small", text: footLine(call, found, names.get(entry.author), origins.get(entry.id)) },
    ...(buttons.length > 0 ? [{ kind: "buttons", buttons } as const] : []),
  ];
  return { summary: beginning(plain(head), 150), blocks };
}

function footLine(
  call: Call,
  { entry, project }: Found,
  author: Parameters<typeof mention>[0] | undefined,
  origin: string | undefined,
): Text {
  const seen = entry.proposed
    ? `Seen by the ${project.key} team only, until it is accepted.`
    : `Seen by everybody with a role on ${project.key}.`;
  return text`Logged by ${author ? mention(author) : (origin ?? unnamed(undefined))}, changed ${nearMoment(entry.changedAt, call.now, call.me.zone)} (version ${entry.version}). ${seen}`;
}

function cardButtons(call: Call, types: readonly RecordType[], found: Found, lacks: boolean): readonly Button[] {
  const { type, entry, project } = found;
  const allowed = (verb: Parameters<typeof may>[2]) => may(call, type, verb, project, entry);
  const raises = type.links.filter(({ to, raise }) => raise && types.some((each) => each.key === to && may(call, each, "log", project)));
  return [
    ...(entry.proposed && allowed("accept")
      ? [{ label: "Accept", action: "entry.accept", value: entry.id, style: "primary" } as const]
      : []),
    ...(allowed("edit") ? [...(lacks ? [buttonFor.add(entry)] : []), buttonFor.edit(entry)] : []),
    ...moveButtons(call, found),
    ...(allowed("link") ? raises.flatMap(({ kind, raise }) => (raise ? [raiseButton(entry.id, kind, raise.button)] : [])) : []),
    { label: "History", action: "entry.history", value: entry.id },
  ];
}

function raiseButton(id: string, kind: string, label: string): Button {
  return { label, action: "entry.raise", value: JSON.stringify({ id, kind }), opensForm: true };
}
