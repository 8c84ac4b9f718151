import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app/index.ts";
import { mergeFeatures } from "../../src/app/table.ts";
import type { Intent, Place, User } from "../../src/chat/intent.ts";
import type { Message } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Answers } from "../../src/core/fields.ts";
import { features } from "../../src/features/index.ts";
import { type Destination, type Messenger, SendFailure } from "../../src/ports/messenger.ts";
import { records } from "../../src/records/index.ts";
import type { Desk } from "../../src/routes.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { createWorker } from "../../src/schedule/worker.ts";
import { openStore } from "../../src/store/index.ts";
import { handClock } from "../worlds/clock.ts";
import { canary, cast, type Name, names, part, type Room, rooms } from "./cast.ts";
import { found, reportOnAll } from "./founding.ts";
import { keepPristine } from "./pristine.ts";
import { fillRegisters } from "./registers.ts";

export const routes = mergeFeatures(features(records));
const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };

/** A message that went out, and to whom: a name of the cast, or a room. */
export interface Sent {
  readonly to: string;
  readonly message: Message;
}

export type Act =
  | { readonly kind: "command"; readonly words: string }
  | { readonly kind: "press"; readonly action: string; readonly value: string; readonly answers?: Answers }
  | { readonly kind: "submit"; readonly action: string; readonly state: string; readonly answers: Answers }
  | { readonly kind: "lookup"; readonly typed: string };

/** What came of it: the answer, whether it was a refusal, and every row that is different now. */
export interface Outcome {
  readonly reply: Reply;
  readonly refused: boolean;
  readonly rows: string;
}

/**
 * One company over a real store: two portfolios with an open and a confidential project each, on Thursday of a week in
 * which nobody reported on some of them. Whatever somebody tries is taken back afterwards, so that each finds the same.
 */
export async function openCompany() {
  const path = join(tmpdir(), `rights-${randomUUID()}.db`);
  const store = await openStore({ url: `sqlite:${path}`, zone: "Europe/London", types: records });
  const clock = handClock("2026-11-20T12:00:00Z");
  const errors: object[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (facts: object) => void errors.push(facts) };
  const desk = (): Desk => ({ store, types: records, settings, log, now: clock.now() });
  const answer = createApp({ store, types: records, settings, clock, log, features: features(records) });
  const ids = new Map<Name, string>();
  const sent: Sent[] = [];
  const worker = createWorker({
    messengers: (["slack", "teams"] as const).map((each) => noted(each, sent)),
    jobs: routes.jobs,
    desk,
    clock,
    log,
  });
  const beat = async () => {
    await tick(desk(), routes.plans);
    await worker.drain();
  };

  for (const name of names) {
    const { chat, unknown, outside } = part(name);
    const user = userOf(name);
    const person = unknown
      ? await store.people.meet(user)
      : await store.people.add({
          name: `${name[0]?.toUpperCase()}${name.slice(1)} Person`,
          email: `${name}@example.com`,
          zone: "Europe/London",
        });
    if (!unknown)
      await store.people.identify(person.id, { platform: chat[0], workspace: chat[1], user: user.id, outside: outside === true });
    if (part(name).left) await store.people.change(person.id, { left: "2026-11-01" });
    ids.set(name, person.id);
  }
  const id = (name: Name): string => ids.get(name) ?? fail(name);

  await found(store, id);
  await reportOnAll(store, id("pia"));

  let requests = 0;
  const say = (name: Name, act: Act, room?: Room, request = `request-${++requests}`): Promise<Reply> =>
    answer(intentOf(name, act, room, request));

  /** To every hour at which something may be due. */
  const passUntil = async (instant: string) => {
    const hours = [9, 10, 11, 12, 17, 18];
    while (clock.now() < new Date(instant)) {
      clock.set(new Date(clock.now().getTime() + 3_600_000));
      if (hours.includes(clock.now().getUTCHours())) await beat();
    }
  };

  const entries = await fillRegisters(store, say, { by: id("ada"), at: clock.now() });
  await beat();
  await say("ada", { kind: "command", words: "pmo remove project #GONE" });
  await say("ada", { kind: "press", action: "project.remove", value: "p-gone" });
  await passUntil("2026-11-24T10:00:00Z");
  await say("mona", {
    kind: "submit",
    action: "status.disown",
    state: "p-hermes 2026-11-23 -",
    answers: { project: "p-hermes", who: id("tom") },
  });
  await store.people.addAbsence({ person: id("pia"), from: "2026-11-24", to: "2026-12-04", deputy: id("dan") });
  await passUntil("2026-11-26T12:00:00Z");

  const lost = { key: "lost", job: "nobody.draws", payload: { what: canary.LUNA }, to: { person: id("lena") }, class: "prompt" } as const;
  await store.outbox.add(lost, clock.now());
  await beat(); // it is given up
  errors.splice(0);

  let before = await keepPristine(path);
  return {
    store,
    clock,
    errors,
    sent,
    id,
    entries,
    beat,
    entry: (label: string): string => entries.get(label) ?? fail(label),
    number: async (label: string): Promise<number> => (await store.entries.get(entries.get(label) ?? ""))?.number ?? fail(label),
    say,
    /** The same request of the same person, as if nobody had tried anything before. */
    async tries(name: Name, act: Act, room?: Room): Promise<Outcome> {
      const reply = await say(name, act, room, "the request");
      const { seen, rows } = before.restore();
      return { reply, refused: !seen, rows }; // a refusal takes back even that the request was seen
    },
    /** What is tried `then` finds what was changed first, which is taken back as well. */
    async after(change: () => Promise<void>, then: () => Promise<void>): Promise<void> {
      const first = before;
      await change();
      before = await keepPristine(path);
      await then();
      before.close();
      before = first;
      before.restore("all");
    },
    async close() {
      before.close();
      await worker.stop();
      await store.close();
    },
  };
}

export type Company = Awaited<ReturnType<typeof openCompany>>;

function userOf(name: Name): User {
  const { chat, outside } = part(name);
  return { platform: chat[0], workspace: chat[1], id: `U-${name}`, name, ...(outside && { outside: true }) };
}

function intentOf(name: Name, act: Act, room: Room | undefined, id: string): Intent {
  const from = userOf(name);
  const direct: Place = { platform: from.platform, workspace: from.workspace, channel: `D-${name}`, direct: true };
  const said = { id, from, at: room === undefined ? direct : { ...rooms[room], direct: false } };
  return act.kind === "lookup" ? { ...said, kind: "lookup", source: "project", typed: act.typed } : { ...said, ...act };
}

function noted(platform: "slack" | "teams", sent: Sent[]): Messenger {
  const note = (to: Destination, message: Message) => {
    const whom = "identity" in to ? to.identity.user.replace("U-", "") : to.channel.channel.replace("C-", "");
    sent.push({ to: whom, message });
    return { platform, workspace: "any", channel: whom, id: String(sent.length) };
  };
  return {
    platform,
    post: async (to, message) => note(to, message),
    edit: async ({ channel }, message) => void sent.push({ to: channel, message }),
    find: async () => undefined,
    profile: async () => {
      throw new SendFailure("later", "nobody is looked up here");
    },
    channel: async ({ channel }) => ({ shared: channel === rooms.vendor.channel }),
  };
}

function fail(what: string): never {
  throw new Error(`there is no ${what}`);
}

export const isName = (word: string): word is Name => Object.hasOwn(cast, word);
