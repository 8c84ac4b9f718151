import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app/index.ts";
import { mergeFeatures } from "../../src/app/table.ts";
import type { Intent, Place, User } from "../../src/chat/intent.ts";
import type { Message } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { usualTiming } from "../../src/core/cadence.ts";
import type { Answers } from "../../src/core/fields.ts";
import { features } from "../../src/features/index.ts";
import { type Destination, type Messenger, SendFailure } from "../../src/ports/messenger.ts";
import type { Channel } from "../../src/ports/projects.ts";
import { records } from "../../src/records/index.ts";
import type { Desk } from "../../src/routes.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { createWorker } from "../../src/schedule/worker.ts";
import { openStore } from "../../src/store/index.ts";
import { handClock, turn } from "../worlds/clock.ts";
import { cast, type Key, type Name, names, part } from "./cast.ts";
import { keepPristine } from "./pristine.ts";

const began = "2026-01-01";
export const routes = mergeFeatures(features(records));
const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };

/** Every text on a project has its word in it, so that a leak is seen wherever it stands. */
export const canary: Readonly<Record<Key, string>> = { ARGO: "kanarienA", LUNA: "kanarienL", VEGA: "kanarienV", UMBRA: "kanarienU" };
export const idOf = (key: string, kind: "p" | "pf" | "pg" | "au" = "p"): string => `${kind}-${key.toLowerCase()}`;

export const rooms = {
  argo: { platform: "slack", workspace: "T1", channel: "C-argo", name: "argo", shared: false },
  vendor: { platform: "slack", workspace: "T1", channel: "C-vendor", name: "vendor", shared: true },
  leaders: { platform: "slack", workspace: "T1", channel: "C-leaders", name: "leaders", shared: false },
  beta: { platform: "teams", workspace: "tenant", channel: "C-beta", name: "beta", shared: false },
} as const satisfies Record<string, Channel>;
export type Room = keyof typeof rooms;

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

  const portfolio = { zone: "Europe/London", country: "GB", daysOff: [], currency: "GBP", timing: usualTiming, scale: "three" } as const;
  const cadence = { every: "week", weeks: 1, weekday: 1, from: "2026-01-05" } as const;
  for (const [key, programme, room] of [
    ["ALPHA", "CORE", "leaders"],
    ["BETA", "RIM", "beta"],
  ] as const) {
    const of = `pf-${key.toLowerCase()}`;
    const word = key === "BETA" ? canary.VEGA : "Alpha";
    await store.projects.savePortfolio({
      ...portfolio,
      id: of,
      key,
      name: `${word} portfolio`,
      cadence,
      escalate: { on: true, except: [] },
    });
    await store.projects.setScale(of, "three", began);
    await store.projects.saveProgramme({ id: `pg-${programme.toLowerCase()}`, portfolio: of, key: programme, name: `${word} programme` });
    await store.projects.link(rooms[room], { portfolio: of });
    await store.projects.noteShared(rooms[room], rooms[room].shared);
    const thursday = { every: "week", weeks: 1, weekday: 4, from: "2026-01-01" } as const;
    await store.digests.saveAudience({
      ...{ id: `au-${key.toLowerCase()}`, name: `${word} leaders`, portfolio: of, channel: rooms[room], cadence: thursday, at: "14:00" },
      previewMinutes: 180,
    });
  }
  const project = async (key: string, of: string, programme: string | undefined, confidential: boolean, word: string) => {
    const texts = { name: `${word} works`, department: `${word} dept`, category: `${word} kind`, foreignId: `${word}-77` };
    await store.projects.save({
      id: idOf(key),
      key,
      ...texts,
      portfolio: of,
      state: "active",
      confidential,
      budget: "1000",
      finish: "2027-03-31",
    });
    await store.projects.join(idOf(key), of, programme, began);
  };
  await project("ARGO", "pf-alpha", "pg-core", false, canary.ARGO);
  await project("HERMES", "pf-alpha", undefined, false, "Hermes");
  await project("LUNA", "pf-alpha", "pg-core", true, canary.LUNA);
  await project("VEGA", "pf-beta", "pg-rim", false, canary.VEGA);
  await project("UMBRA", "pf-beta", "pg-rim", true, canary.UMBRA);
  await project("GONE", "pf-alpha", undefined, false, "Gone");
  for (const name of names)
    for (const [role, scope] of part(name).holds ?? []) await store.people.assign({ person: id(name), role, scope, from: began });
  for (const [name, key] of [
    ["mona", "HERMES"],
    ["bela", "VEGA"],
    ["bela", "UMBRA"],
  ] as const)
    await store.people.assign({ person: id(name), role: "pm", scope: { kind: "project", id: idOf(key) }, from: began });
  await store.projects.link(rooms.argo, { project: "p-argo" });
  await store.projects.noteShared(rooms.argo, false);
  await store.projects.link(rooms.vendor, { project: "p-vega" });
  await store.projects.noteShared(rooms.vendor, true);

  let requests = 0;
  const say = (name: Name, act: Act, room?: Room, request = `request-${++requests}`): Promise<Reply> =>
    answer(intentOf(name, act, room, request));

  // A week before: reports, entries on each project, linked to one another; one owned, one logged by somebody without a role.
  for (const key of ["ARGO", "LUNA", "VEGA", "UMBRA"] as const)
    await store.reports.add({
      ...{ project: idOf(key), period: "2026-11-16", overall: "red", dimensions: { cost: { rag: "red", comment: `${canary[key]} cost` } } },
      ...{
        summary: `${canary[key]} summary`,
        achievements: `${canary[key]} achieved`,
        pathToGreen: `${canary[key]} path`,
        greenBy: "2026-12-31",
      },
      ...{
        nextSteps: [{ text: `${canary[key]} step`, due: "2026-11-25" }],
        promised: [],
        unchanged: 0,
        late: false,
        budget: "1000",
        cost: "1500",
      },
      ...{ author: id("pia"), source: "slack", effectiveOn: "2026-11-16", recordedAt: new Date("2026-11-16T10:00:00Z") },
    });
  const entries = new Map<string, string>(); // "ARGO risk" → id
  const kept = async (label: string, type: string) => {
    const [newest] = (await store.entries.find({ type })).toSorted((a, b) => b.number - a.number);
    entries.set(label, newest?.id ?? fail(label));
  };
  for (const type of records)
    for (const key of ["ARGO", "LUNA", "VEGA", "UMBRA"] as const) {
      await say("ada", { kind: "command", words: `${type.key} ${canary[key]} ${type.names.one} #${key}` });
      await kept(`${key} ${type.key}`, type.key);
      await say("ada", {
        kind: "command",
        words: `${type.key} edit ${type.prefix}-${records.length === 0 ? 0 : await numberOf(type.key)} ${canary[key]} ${type.names.one} again`,
      });
    }
  async function numberOf(type: string): Promise<number> {
    return Math.max(...(await store.entries.find({ type })).map(({ number }) => number));
  }
  for (const type of records) {
    await say("ada", { kind: "command", words: `${type.key} Owned ${type.names.one} #ARGO owner:olga@example.com` });
    await kept(`owned ${type.key}`, type.key);
    await say("otto", { kind: "command", words: `${type.key} Written ${type.names.one}` }, "argo");
    await kept(`written ${type.key}`, type.key);
    await say("tom", { kind: "command", words: `${type.key} ${canary.ARGO} proposed ${type.names.one} #ARGO` });
    await kept(`proposed ${type.key}`, type.key);
  }
  for (const [from, to] of [
    ["ARGO", "VEGA"],
    ["ARGO", "LUNA"],
    ["VEGA", "UMBRA"],
  ] as const) {
    const [a, b] = [entries.get(`${from} risk`) ?? "", entries.get(`${to} issue`) ?? ""];
    await store.entries.link({ from: a, to: b, kind: "became" }, id("ada"), clock.now());
    await store.record({ at: clock.now(), actor: id("ada"), source: "slack", subject: `entry:${a}`, what: "became", to: b });
  }
  await beat();
  await say("ada", { kind: "command", words: "pmo remove project #GONE" });
  await say("ada", { kind: "press", action: "project.remove", value: "p-gone" });
  await turn(clock, "2026-11-24T09:30:00Z", beat);
  await say("mona", {
    kind: "submit",
    action: "status.disown",
    state: "p-hermes 2026-11-23 -",
    answers: { project: "p-hermes", who: id("tom") },
  });
  await store.people.addAbsence({ person: id("pia"), from: "2026-11-24", to: "2026-12-04", deputy: id("dan") });
  await turn(clock, "2026-11-26T12:00:00Z", beat);

  const pristine = await keepPristine(path);
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
      const isKept = pristine.changed(); // a refusal takes back even that the request was seen
      return { reply, refused: !isKept, rows: isKept ? pristine.restore() : "" };
    },
    /** What somebody tries may depend on what was changed before, which is taken back as well. */
    async after(change: () => Promise<void>, then: () => Promise<void>): Promise<void> {
      await change();
      await then();
      pristine.restore();
    },
    async close() {
      pristine.close();
      await worker.stop();
      await store.close();
    },
  };
}

export type Company = Awaited<ReturnType<typeof openCompany>>;

export function userOf(name: Name): User {
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
