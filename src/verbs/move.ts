import { z } from "zod";
import { carried } from "../chat/carried.ts";
import type { FormField } from "../chat/form.ts";
import type { Reply } from "../chat/reply.ts";
import { readWords } from "../chat/words.ts";
import { answersOf, check, isFinal, refOf } from "../core/entry.ts";
import type { Answers, Values } from "../core/fields.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { LocalDate } from "../core/time.ts";
import type { Call } from "../routes.ts";
import { writtenCard } from "./card.ts";
import { type Found, named, type Ref, withId } from "./find.ts";
import { nonceKey } from "./log.ts";
import { tellPerson } from "./notices.ts";
import { readState, writeState } from "./state.ts";
import { changeEntry, whereToAnswer } from "./write.ts";

/** `move R-42 closed because the supplier signed`; a reason that is needed and not given is asked for in a form. */
export async function move(call: Call, ref: Ref, words: string): Promise<Reply> {
  const found = await named(call, ref, "move");
  const { to, rest } = stateSaid(found.type, words) ?? refuse(whereTo(found, words));
  return moveTo(call, found, to, rest.replace(/^\s*(?:because|as|:|-|–)\s*/i, "").trim());
}

/** `close R-42 supplier signed`: to the first final state that can follow this one. */
export async function close(call: Call, ref: Ref, words: string): Promise<Reply> {
  const found = await named(call, ref, "move");
  const { type, entry } = found;
  const to = type.states[entry.state]?.next.find((next) => isFinal(type, next));
  if (to === undefined || isFinal(type, entry.state)) refuse(whereTo(found, "closed"));
  return moveTo(call, found, to, words.replace(/^\s*(?:because|as|:|-|–)\s*/i, "").trim());
}

/** `R-42 reopen the supplier is back`: from a final state to the first one that is not. */
export async function reopen(call: Call, ref: Ref, words: string): Promise<Reply> {
  const found = await named(call, ref, "move");
  const { type, entry } = found;
  const to = isFinal(type, entry.state) ? type.states[entry.state]?.next.find((next) => !isFinal(type, next)) : undefined;
  if (to === undefined) refuse(whereTo(found, "open"));
  return moveTo(call, found, to, words.replace(/^\s*(?:because|as|:|-|–)\s*/i, "").trim());
}

export async function pressMove(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const { id, to } = carried(z.object({ id: z.string(), to: z.string() }), value);
  return moveTo(call, await withId(call, types, id, "move"), to, "", "replace");
}

/** "Decline": a proposed entry goes to a final state without ever having counted. */
export async function pressDecline(call: Call, types: readonly RecordType[], id: string): Promise<Reply> {
  const found = await withId(call, types, id, "accept");
  const { type, entry } = found;
  const finals = (type.states[entry.state]?.next ?? []).filter((next) => isFinal(type, next));
  const asking = finals.filter(
    (next) => type.states[next]?.reason !== undefined && type.fields[type.states[next]?.reason ?? ""] === undefined,
  );
  const to = asking[0] ?? finals.at(-1);
  if (!entry.proposed || to === undefined) refuse(`${refOf(type, entry)} is not waiting for anybody's consent any more.`);
  return moveForm(call, found, to, {}, {});
}

export async function submitMove(call: Call, types: readonly RecordType[], text: string, given: Answers): Promise<Reply> {
  const state = readState(text);
  const found = await withId(call, types, state.id ?? "", "move");
  const { type, entry } = found;
  if ((await call.store.recall(nonceKey(call, state))) === entry.id) return moved(call, found);
  const to = given["state"] ?? state.to ?? "";
  if (state.version !== entry.version) {
    const now = type.states[entry.state]?.label ?? entry.state;
    return moveForm(
      call,
      found,
      to,
      given,
      {},
      `Somebody changed ${refOf(type, entry)} meanwhile; it is now ${now}. Your answers are kept: save again if they still hold.`,
    );
  }
  const reply = await settle(call, found, to, given);
  if (reply.kind === "message") await call.store.remember(nonceKey(call, state), entry.id);
  return reply;
}

async function moveTo(call: Call, found: Found, to: string, said: string, answerTo?: "replace"): Promise<Reply> {
  const { type, entry, project } = found;
  const asked = type.states[to]?.reason;
  const field = asked === undefined ? undefined : type.fields[asked];
  if (!type.states[entry.state]?.next.includes(to)) refuse(whereTo(found, to));
  if (asked !== undefined && said === "") return moveForm(call, found, to, {}, {});
  // "accepted until:1 Mar" and "accepted 1 Mar" say the same.
  const token =
    field?.control.kind === "date"
      ? readWords(`due:${said}`, { fields: { [asked ?? ""]: { ...field, token: "due:" } } }, call.today)
      : undefined;
  const given = field ? { [asked ?? ""]: token?.answers[asked ?? ""] ?? said } : said === "" ? {} : { reason: said };
  const reply = await settle(call, found, to, given);
  return reply.kind === "message" ? { ...reply, to: answerTo ?? whereToAnswer(call, project) } : reply;
}

/** Moves when nothing is missing or wrong; otherwise the form, with the answers so far. */
async function settle(call: Call, found: Found, to: string, given: Answers): Promise<Reply> {
  const { type, entry } = found;
  const target = type.states[to];
  if (!target || !type.states[entry.state]?.next.includes(to)) return moveForm(call, found, to, given, { state: whereTo(found, to) });
  const asked = target.reason;
  const named = asked !== undefined && Object.hasOwn(type.fields, asked);
  const reason = given["reason"]?.trim();
  if (reason !== undefined && reason.length > 1000)
    return moveForm(call, found, to, given, { reason: `Too long: ${reason.length} characters, at most 1000.` });
  if (asked !== undefined && !named && !reason) return moveForm(call, found, to, given, { reason: "A reason is needed." });
  const values = named ? filled(found, asked, given[asked], call.today) : entry.values;
  if (typeof values === "string") return moveForm(call, found, to, given, { [asked ?? ""]: values });
  const after = await changeEntry(call, found, { state: to, values, ...(reason && { reason }) });
  if (entry.proposed) await tellPerson(call, after, entry.author, isFinal(type, to) ? "declined" : "moved");
  else if (type.asks && isFinal(type, to)) await tellPerson(call, after, entry.author, "settled");
  return moved(call, after);
}

/** The values with the field that the state asks for, or what is wrong with it. */
function filled({ type, entry }: Found, name: string, answer: string | undefined, today: LocalDate): Values | string {
  const field = type.fields[name];
  if (!field) return entry.values;
  if (answer === undefined || answer.trim() === "") return `${field.label} is needed.`;
  const { values, problems } = check({ [name]: field }, { [name]: answer }, today);
  return problems[name] ?? { ...entry.values, ...values };
}

function moveForm(call: Call, found: Found, to: string, given: Answers, problems: Readonly<Record<string, string>>, error?: string): Reply {
  const { type, entry, project } = found;
  const next = type.states[entry.state]?.next ?? [];
  const options = Object.fromEntries(next.map((key) => [key, type.states[key]?.label ?? key]));
  const asked = type.states[to]?.reason;
  const field = asked === undefined ? undefined : type.fields[asked];
  const label = field?.label ?? asked ?? "Why?";
  const name = field && asked !== undefined ? asked : "reason";
  const value = given[name] ?? (field ? answersOf(entry.values)[name] : undefined);
  const fields: FormField[] = [
    {
      name: "state",
      label: "Move to",
      control: { kind: "choice", options },
      required: true,
      ...(next.includes(to) && { value: to }),
      ...wrong(problems["state"]),
    },
    {
      name,
      label,
      control: field?.control ?? { kind: "text", lines: "many", max: 1000 },
      required: asked !== undefined,
      ...(value !== undefined && { value }),
      ...(field?.hint !== undefined && { hint: field.hint }),
      ...wrong(problems[name]),
    },
  ];
  const state = writeState({ type: type.key, nonce: call.id, shown: [], id: entry.id, version: entry.version, to });
  const intro = [
    {
      kind: "small",
      text: `On ${project.key}, now ${type.states[entry.state]?.label ?? entry.state}. The reason is kept in its history; you can undo this for a day.`,
    } as const,
  ];
  return {
    kind: "form",
    form: {
      action: "entry.move",
      state,
      title: `Move ${refOf(type, entry)}`,
      submit: "Move",
      fields,
      intro,
      ...(error !== undefined && { error }),
    },
  };
}

const wrong = (error: string | undefined) => (error === undefined ? {} : { error });

async function moved(call: Call, found: Found): Promise<Reply> {
  const { type, entry, project } = found;
  const label = type.states[entry.state]?.label ?? entry.state;
  return { kind: "message", message: await writtenCard(call, found, `is now “${label}”`), to: whereToAnswer(call, project) };
}

/** The state that the words begin with, by key or label, the longest first: "accepted until 1 March". */
export function stateSaid(type: RecordType, words: string): { readonly to: string; readonly rest: string } | undefined {
  const said = words.trim().replace(/^to\s+/i, "");
  const names = Object.entries(type.states)
    .flatMap(([to, { label }]) => [label, to].map((name) => ({ to, name })))
    .sort((a, b) => b.name.length - a.name.length);
  const found = names.find(({ name }) => {
    const start = said.slice(0, name.length).toLowerCase();
    return start === name.toLowerCase() && !/^[\p{L}\p{N}]/u.test(said.slice(name.length));
  });
  return found && { to: found.to, rest: said.slice(found.name.length) };
}

function whereTo({ type, entry }: Found, said: string): string {
  const now = type.states[entry.state]?.label ?? entry.state;
  const next = (type.states[entry.state]?.next ?? []).map((key) => type.states[key]?.label ?? key).join(", ");
  const target = stateSaid(type, said)?.to;
  if (target === entry.state) return `${refOf(type, entry)} is ${now} already. It can go to: ${next || "nowhere else"}.`;
  return `${refOf(type, entry)} is ${now}. From there it can go to: ${next || "nowhere; it is finished"}.`;
}
