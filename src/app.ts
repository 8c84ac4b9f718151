import { randomBytes } from "node:crypto";
import { outdated, readJson } from "./chat/carried.ts";
import type { Intent, Place, Said } from "./chat/intent.ts";
import { type Block, type Message, say } from "./chat/message.ts";
import { Pending } from "./chat/pending.ts";
import type { Reply } from "./chat/reply.ts";
import type { Person } from "./core/people.ts";
import type { RecordType } from "./core/record-type.ts";
import { Refusal, refuse } from "./core/refusal.ts";
import { firstAdmins, type Rights } from "./core/rights.ts";
import { localDate } from "./core/time.ts";
import type { Answer } from "./ports/adapter.ts";
import type { Clock, Log, Settings, Store } from "./ports/index.ts";
import type { Call, Desk, Feature } from "./routes.ts";
import { again, notACommand, ofOne, ofWhich } from "./verbs/first-word.ts";
import { givenBack } from "./verbs/given-back.ts";
import { withNames } from "./verbs/mentions.ts";

interface Inside {
  readonly store: Store;
  readonly types: readonly RecordType[];
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly features: readonly Feature[];
}

/** One route table: what somebody did goes in, a reply comes out, made from the store alone. Never throws. */
export function createApp(inside: Inside): Answer {
  const routes = mergeFeatures(inside.features);

  async function answer(intent: Intent): Promise<Reply> {
    try {
      return await inside.store.transaction(async (store) => dispatch({ ...inside, store, now: inside.clock.now() }, intent));
    } catch (error) {
      if (error instanceof Refusal) return toMe(await withWritten(say(error.message), intent));
      const id = randomBytes(4).toString("hex");
      inside.log.error({ err: error, id, intent: intent.kind, platform: intent.from.platform }, "a request failed");
      const told = say(
        `Something went wrong on our side, and nothing was changed. Please try again; if it stays so, give your PMO the number ${id}.`,
      );
      return toMe(await withWritten(told, intent));
    }
  }

  /** A form that was refused has closed: whatever it held, and any long words, are given back with the refusal. */
  async function withWritten(told: Message, intent: Intent): Promise<Message> {
    const add = (...more: readonly Block[]): Message => ({ ...told, blocks: [...told.blocks, ...more] });
    if (intent.kind === "command" && (intent.words.length > 40 || intent.words.includes("<@")))
      return add({ kind: "small", text: "What you wrote:" }, { kind: "quote", text: await spelled(intent) });
    if (intent.kind !== "submit" && intent.kind !== "press") return told;
    try {
      const desk = { ...inside, now: inside.clock.now() };
      const me = await inside.store.people.byIdentity(intent.from);
      const state = intent.kind === "submit" ? intent.state : intent.value;
      if (!me) return told;
      const call = await callOf(desk, intent, me);
      return add(...(await givenBack(call, state, intent.answers ?? {}, routes.questions[intent.action]?.(call.today))));
    } catch (error) {
      inside.log.error({ err: error, intent: intent.kind }, "what was written could not be shown as it reads");
      const kept = Object.values(intent.answers ?? {}).filter((each) => each !== undefined && each !== "");
      return kept.length === 0 ? told : add({ kind: "small", text: "What you wrote:" }, { kind: "quote", text: kept.join("\n") });
    }
  }

  /** As it reads, with people by name; this is told of a failure too, so it may not fail. */
  async function spelled({ from, words }: Extract<Intent, { kind: "command" }>): Promise<string> {
    return withNames({ store: inside.store, user: from }, words).catch(() => words);
  }

  async function dispatch(desk: Desk, intent: Intent): Promise<Reply> {
    const { store, now } = desk;
    if (intent.kind === "reach") return noteReach(desk, intent);
    if (intent.kind !== "lookup" && !(await store.firstTime(intent.id, now))) return { kind: "done" };
    const known = await store.people.byIdentity(intent.from);
    if (!known || known.unknown) return askWhoTheyAre(desk, intent, known);
    const me = await keptCurrent(desk, known, intent);
    if (me.left) return toMe(say("The project records say that you have left, so nothing was changed. Your PMO can put that right."));
    const call = await callOf(desk, intent, me);
    if (intent.kind === "command" && intent.words.length > mostWords) return toMe(tooLong(intent.words.length));
    if (intent.kind === "press" && intent.action === "reach.resume") return resume(call, intent);
    const reply = await route(call, intent);
    // A form that comes back with errors stored nothing: the same answers sent again get the same form, not silence.
    if (intent.kind === "submit" && reply.kind === "form") await store.mayComeAgain(intent.id);
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
    return route(await callOf(call, { ...pending, id: intent.id }, call.me), { ...pending, id: intent.id });
  }

  return answer;
}

export type Routes = Required<Omit<Feature, "lookup">> & Pick<Feature, "lookup">;

/** All parts as one table; two parts that claim one name are a mistake of ours, found at start. */
export function mergeFeatures(features: readonly Feature[]): Routes {
  const lookup = features.find((feature) => feature.lookup)?.lookup;
  return {
    commands: merged(features.map((feature) => feature.commands)),
    presses: merged(features.map((feature) => feature.presses)),
    submits: merged(features.map((feature) => feature.submits)),
    questions: merged(features.map((feature) => feature.questions)),
    jobs: merged(features.map((feature) => feature.jobs)),
    plans: merged(features.map((feature) => feature.plans)),
    ...(lookup && { lookup }),
  };
}

function merged<T>(tables: readonly (Readonly<Record<string, T>> | undefined)[]): Readonly<Record<string, T>> {
  const all = new Map<string, T>();
  for (const [name, route] of tables.flatMap((table) => Object.entries(table ?? {}))) {
    if (all.has(name)) throw new Error(`Two parts claim the route ${name}.`);
    all.set(name, route);
  }
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(all)));
}

/** More than anybody types at once; reckoning with it would keep everybody else waiting. */
const mostWords = 4000;
const tooLong = (length: number): Message =>
  say(
    `That is ${length} characters, and I read up to ${mostWords} at once. Nothing was stored; your words are still in this chat. Say the command alone for its form, which takes longer texts field by field.`,
  );

/** The longest command that the words begin with: "pmo project APOLLO" is "pmo project" with "APOLLO". */
export function findCommand(names: readonly string[], words: string, prefix: string): { name: string; rest: string } | undefined {
  const said = words.trim().replace(/^\//, "");
  const bare = prefix !== "" && said.toLowerCase().startsWith(prefix) ? said.slice(prefix.length) : said;
  const entry = refersToEntry(names, bare);
  if (entry) return entry;
  const parts = bare.split(/\s+/);
  for (let length = Math.min(parts.length, 3); length > 0; length--) {
    const name = parts.slice(0, length).join(" ").toLowerCase();
    if (names.includes(name)) return { name, rest: bare.replace(new RegExp(`^\\s*(?:\\S+\\s+){${length - 1}}\\S+\\s*`), "") };
  }
  return undefined;
}

/** "R-42", said on its own; `/pmo R-42` where that is the command at hand. */
function refersToEntry(names: readonly string[], said: string): { name: string; rest: string } | undefined {
  const reference = said.replace(/^pmo\s+/i, "");
  return /^[a-z]{1,3}-\d+\b/i.test(reference) && names.includes("show") ? { name: "show", rest: reference } : undefined;
}

/** The first word that a newcomer says is hello, and help is the answer. */
function greeting(words: string): { name: string; rest: string } | undefined {
  const greets = /^\W*(hello|hi|hey|good (morning|afternoon|evening)|thanks|thank you|cheers)(\W+(there|all|drumbeat))*\W*$/i.test(words);
  return greets ? { name: "help", rest: "" } : undefined;
}

async function callOf(desk: Desk, { from, at: place, id }: Said, me: Person): Promise<Call> {
  const today = localDate(desk.now, me.zone);
  const { shared, ...here } = await homeAt(desk, place);
  const at = shared ? { ...place, shared } : place;
  const identity = me.identities.find(
    (each) => each.platform === from.platform && each.workspace === from.workspace && each.user === from.id,
  );
  if (identity?.unreachable !== undefined) await desk.store.people.setReach(from, undefined); // they are there again
  const outside = from.outside === true || (identity?.outside ?? true);
  const held = [...(await desk.store.people.assignments(me.id, today)), ...firstAdmins(me, desk.settings.admins)];
  // Whoever of the organisation is in the project's own channel is on its team while speaking there.
  if (here.project && !outside) held.push({ person: me.id, role: "team", scope: { kind: "project", id: here.project } });
  const rights: Rights = { person: me.id, held };
  return { ...desk, me, rights, user: from, at, today, here, id };
}

/** What is known of the channel. Only some requests say that it is shared, and so it counts for all that follow. */
async function homeAt({ store: { projects } }: Desk, at: Place): Promise<Call["here"] & { readonly shared?: true }> {
  if (at.name !== undefined && !at.direct) await projects.rename({ ...at, name: at.name });
  const known = (await projects.at(at)) ?? {};
  if (!at.shared || known.shared) return known;
  await projects.share(at);
  return { ...known, shared: true };
}

async function askWhoTheyAre(desk: Desk, intent: Exclude<Intent, { kind: "reach" }>, met: Person | undefined): Promise<Reply> {
  if (intent.kind === "lookup") return { kind: "options", options: [] };
  const person = met ?? (await desk.store.people.meet(intent.from));
  const payload = { user: intent.from, intent };
  await desk.store.outbox.add(
    { key: `identify:${intent.id}`, job: "identify", payload, to: { person: person.id }, class: "interactive" },
    desk.now,
  );
  return toMe(say("One moment: we have not met, so I am looking up who you are. I will answer in our direct chat."));
}

/** What the platform says of somebody's account is what is known of them from now on: they are told nothing of it. */
async function keptCurrent({ store, now }: Desk, person: Person, { from, account }: Said): Promise<Person> {
  const news = account ? await store.people.refresh(from, account) : [];
  const change = { at: now, actor: "drumbeat", source: from.platform, subject: `person:${person.id}` };
  for (const each of news) await store.record({ ...change, ...each });
  return news.length === 0 ? person : ((await store.people.get(person.id)) ?? person);
}

/** Whoever installs the bot is looked up at once, so that they can be written to before they ever speak. */
async function noteReach(desk: Desk, intent: Extract<Intent, { kind: "reach" }>): Promise<Reply> {
  const { store, now } = desk;
  if (!(await store.firstTime(intent.id, now))) return { kind: "done" };
  const person = await store.people.byIdentity(intent.from);
  if (intent.installed && (!person || person.unknown)) {
    const { id } = person ?? (await store.people.meet(intent.from));
    const payload = { user: intent.from, intent };
    await store.outbox.add({ key: `identify:${intent.id}`, job: "identify", payload, to: { person: id }, class: "interactive" }, now);
  }
  if (person && !person.unknown) await keptCurrent(desk, person, intent);
  await store.people.setReach(intent.from, intent.reachable ? undefined : (intent.why ?? "the app is not installed"));
  return { kind: "done" };
}

/**
 * Somebody without a role who was named as an owner may take the entry or hand it back, and who logged one in a
 * project's channel may read it; what they see of it is checked there.
 */
async function hasEntries({ store, me }: Call): Promise<boolean> {
  return (await store.entries.count({ owner: me.id })) + (await store.entries.count({ author: me.id })) > 0;
}

async function stranger(call: Call, intent: Intent): Promise<Message> {
  const pmo = await call.store.people.holders("pmo", { kind: "organisation" }, call.today);
  const admins = await call.store.people.holders("admin", { kind: "organisation" }, call.today);
  const known = await call.store.people.many([...pmo, ...admins].slice(0, 3));
  const names = [...known.values()].map((person) => person.name).join(" or ");
  const told = say(
    `You have no role here yet, so there is nothing that I can show you, and nothing was stored. ${names || "Your PMO"} can give you one.`,
  );
  if (intent.kind !== "command" || intent.words.trim() === "") return told;
  const quote = { kind: "quote", text: await withNames(call, intent.words) } as const;
  return { ...told, blocks: [...told.blocks, { kind: "small", text: "What you wrote:" }, quote] };
}

const toMe = (message: Message): Reply => ({ kind: "message", message, to: "me" });
