import type { Intent } from "../chat/intent.ts";
import type { Block, Message } from "../chat/message.ts";
import { isStorable } from "../core/letters.ts";
import type { Desk } from "../routes.ts";
import { givenBack } from "../verbs/given-back.ts";
import { withNames } from "../verbs/mentions.ts";
import { callOf } from "./caller.ts";
import type { Routes } from "./table.ts";

/** A form that was refused has closed: whatever it held, and any long words, are given back with the refusal. */
export async function withWritten(desk: Desk, routes: Routes, told: Message, intent: Intent): Promise<Message> {
  const add = (...more: readonly Block[]): Message => ({ ...told, blocks: [...told.blocks, ...more] });
  const quoted = (text: string) => add({ kind: "small", text: "What you wrote:" }, { kind: "quote", text });
  if (intent.kind === "command" && (intent.words.length > 40 || intent.words.includes("<@") || !isStorable(intent.words)))
    return quoted(await spelled(desk, intent));
  if (intent.kind !== "submit" && intent.kind !== "press") return told;
  try {
    const me = await desk.store.people.byIdentity(intent.from);
    const state = intent.kind === "submit" ? intent.state : intent.value;
    if (!me) return told;
    const call = await callOf(desk, intent, me);
    return add(...(await givenBack(call, state, intent.answers ?? {}, routes.questions[intent.action]?.(call.today))));
  } catch (error) {
    desk.log.error({ err: error, intent: intent.kind }, "what was written could not be shown as it reads");
    const kept = Object.values(intent.answers ?? {}).filter((each) => each !== undefined && each !== "");
    return kept.length === 0 ? told : quoted(kept.join("\n"));
  }
}

/** As it reads, with people by name; this is told of a failure too, so it may not fail. */
async function spelled({ store }: Desk, { from, words }: Extract<Intent, { kind: "command" }>): Promise<string> {
  return withNames({ store, user: from }, words).catch(() => words);
}
