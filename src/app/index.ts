import { outdated, readJson } from "../chat/carried.ts";
import type { Form } from "../chat/form.ts";
import type { ChannelNews, Intent, Said, User } from "../chat/intent.ts";
import { type Message, say } from "../chat/message.ts";
import { Pending } from "../chat/pending.ts";
import { type Reply, toMe } from "../chat/reply.ts";
import { isStorable } from "../core/letters.ts";
import type { RecordType } from "../core/record-type.ts";
import { Refusal, refuse } from "../core/refusal.ts";
import { localDate } from "../core/time.ts";
import type { Answer } from "../ports/adapter.ts";
import type { Clock, Log, Settings, Store } from "../ports/index.ts";
import type { Answered, Meter } from "../ports/meter.ts";
import { Undecided } from "../ports/undecided.ts";
import type { Call, Desk, Feature } from "../routes.ts";
import { asRequest, numberToTell } from "../trace.ts";
import { again, notACommand, ofOne, ofWhich } from "../verbs/first-word.ts";
import { callOf, hasEntries, keptCurrent } from "./caller.ts";
import { certainly, mayBeKept } from "./certainly.ts";
import { noteChannel } from "./channel.ts";
import { askWhomTheyName, askWhoTheyAre, noteReach, stranger } from "./newcomer.ts";
import { findCommand, greeting, mergeFeatures } from "./table.ts";
import { withWritten } from "./written.ts";

interface Inside {
  readonly store: Store;
  readonly types: readonly RecordType[];
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly features: readonly Feature[];
  readonly meter?: Meter;
}

/** One route table: what somebody did goes in, a reply comes out, made from the store alone. Never throws. */
export function createApp(inside: Inside): Answer {
  const routes = mergeFeatures(inside.features);
  const desk = (): Desk => ({ ...inside, now: inside.clock.now() });

  async function answer(heard: Intent | ChannelNews): Promise<Reply> {
    const began = performance.now();
    const { reply, outcome } = await attempt(heard);
    const ms = performance.now() - began;
    inside.meter?.request(heard.kind, outcome, ms / 1000);
    // Of what is asked with every letter that somebody types, the id holds those letters.
    if (heard.kind !== "lookup") {
      const facts = { kind: heard.kind, platform: heard.at.platform, heard: heard.id, outcome, ms: Math.round(ms * 10) / 10 };
      inside.log.info(facts, "answered a request");
    }
    return reply;
  }

  async function attempt(heard: Intent | ChannelNews): Promise<{ readonly reply: Reply; readonly outcome: Answered }> {
    const given = async (told: Message) => toMe(heard.kind === "channel" ? told : await withWritten(desk(), routes, told, heard));
    const newcomers: User[] = [];
    try {
      if (!isStorable(heard)) refuse(unstorable);
      return { reply: await certainly(() => kept(heard, newcomers)), outcome: "done" };
    } catch (error) {
      if (error instanceof Refusal)
        return { reply: await given(say((await notMet(heard, newcomers)) ?? error.message)), outcome: "refused" };
      const id = numberToTell();
      inside.log.error({ err: error, id, intent: heard.kind, platform: heard.at.platform }, "a request failed");
      const sorry = error instanceof Undecided ? mayBeKept : "Something went wrong on our side, and nothing was changed. Please try again;";
      return { reply: await given(say(`${sorry} if it stays so, give your PMO the number ${id}.`)), outcome: "failed" };
    }
  }

  function kept(heard: Intent | ChannelNews, newcomers: User[]): Promise<Reply> {
    return inside.store.together(async (store) =>
      heard.kind === "channel" ? noteChannel({ ...desk(), store }, heard) : dispatch({ ...desk(), store }, heard, newcomers),
    );
  }

  async function notMet(heard: Intent | ChannelNews, newcomers: readonly User[]): Promise<string | undefined> {
    if (newcomers.length === 0) return undefined;
    return askWhomTheyName(desk(), heard.id, newcomers).catch((error: unknown) => {
      inside.log.error({ err: error, intent: heard.kind }, "whom a refused request named is not looked up");
      return undefined;
    });
  }

  async function dispatch(desk: Desk, intent: Intent, newcomers: User[]): Promise<Reply> {
    const { store, now } = desk;
    if (intent.kind === "reach") return noteReach(desk, intent);
    if (intent.kind !== "lookup" && !(await store.firstTime(intent.id, now))) return { kind: "done", repeated: true };
    const known = await store.people.byIdentity(intent.from);
    if (!known || known.unknown) return askWhoTheyAre(desk, intent);
    await store.onBehalf({ actor: known.id, source: intent.from.platform });
    const me = await keptCurrent(desk, known, intent);
    if (me.left !== undefined && me.left <= localDate(now, me.zone))
      refuse("The project records say that you have left, so nothing was changed. Your PMO can put that right.");
    const call = await callOf(desk, intent, me, newcomers);
    if (intent.kind === "command" && intent.words.length > mostWords) return toMe(tooLong(intent.words.length));
    if (intent.kind === "press" && intent.action === "reach.resume") return resume(call, intent);
    const reply = await route(call, intent);
    // A form that comes back with errors stored nothing: the same answers sent again get the same form, not silence.
    if (intent.kind === "submit" && reply.kind === "form" && isRefused(reply.form)) await store.mayComeAgain(intent.id);
    return reply;
  }

  async function route(call: Call, intent: Exclude<Intent, { kind: "reach" }>): Promise<Reply> {
    const forAnybody = intent.kind === "command" && /^\W*pmo +(privacy|help)\b/i.test(intent.words);
    if (call.rights.held.length === 0 && !forAnybody && !(await hasEntries(call))) return toMe(await stranger(call, intent));
    switch (intent.kind) {
      case "command": {
        const names = Object.keys(routes.commands);
        const words = ofOne(call, intent.words);
        const found = findCommand(names, words, call.settings.commandPrefix) ?? greeting(words);
        const command = found && routes.commands[found.name];
        return command ? command.run(call, found.rest, intent.source) : toMe(ofWhich(call, words) ?? notACommand(words, names));
      }
      case "press":
        if (intent.action === again) return route(call, { ...intent, kind: "command", words: intent.value });
        return routes.presses[intent.action]?.(call, intent.value, intent.answers) ?? refuse(outdated);
      case "submit":
        return routes.submits[intent.action]?.(call, intent.state, intent.answers) ?? refuse(outdated);
      case "lookup":
        return routes.lookup?.(call, intent.typed) ?? { kind: "options", options: [] };
      default:
        return intent satisfies never;
    }
  }

  /** Picks up what somebody asked before the bot knew who they were. */
  async function resume(call: Call, intent: Said & { readonly value: string }): Promise<Reply> {
    const kept = await call.store.recall(`pending:${intent.value}`);
    const pending = kept ? readJson(Pending, kept) : undefined;
    if (!pending) return toMe(say("That was done already, or it is too old. Please ask again."));
    const { from } = pending;
    if (from.platform !== intent.from.platform || from.workspace !== intent.from.workspace || from.id !== intent.from.id)
      return toMe(say(outdated));
    await call.store.remember(`pending:${intent.value}`, "");
    return route(await callOf(call, { ...pending, id: intent.id }, call.me, call.newcomers), { ...pending, id: intent.id });
  }

  return (heard) => asRequest(() => answer(heard));
}

/** Not a further form that follows on what was stored. */
const isRefused = ({ error, fields }: Form): boolean => error !== undefined || fields.some((field) => field.error !== undefined);

const unstorable =
  "That holds a character that cannot be kept, such as a broken copy leaves behind: a � shows where. Nothing was changed; please take it out and send it again.";

/** More than anybody types at once; reckoning with it would keep everybody else waiting. */
const mostWords = 4000;
const tooLong = (length: number): Message =>
  say(
    `That is ${length} characters, and I read up to ${mostWords} at once. Nothing was stored; your words are still in this chat. Say the command alone for its form, which takes longer texts field by field.`,
  );
