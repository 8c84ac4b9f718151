import type { Reply } from "../../src/chat/reply.ts";
import { schedule } from "../../src/features/status/schedule.ts";
import { records } from "../../src/records/index.ts";
import type { Call, Desk } from "../../src/routes.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { printMessage } from "../../src/terminal/print.ts";
import type { CastName } from "../worlds/cast.ts";
import { cast } from "../worlds/cast.ts";
import { freshDatabase } from "../worlds/database.ts";
import { seed } from "../worlds/seed.ts";

/** The IT portfolio of every conversation, with what the schedule needs of its people, on SQLite in memory. */
export async function office(): Promise<OpenStore> {
  const store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
  await seed(store, (channel) => ({ platform: "terminal", workspace: "here", channel, name: channel }));
  return store;
}

export function deskAt(store: OpenStore, now: string): Desk {
  const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
  return { store, types: records, settings, now: new Date(now), log: { info() {}, warn() {}, error() {} } };
}

export async function idOf(store: OpenStore, who: CastName): Promise<string> {
  const person = await store.people.byEmail(cast[who].email);
  if (!person) throw new Error(`${who} is not there`);
  return person.id;
}

/** What somebody reads after saying "pmo schedule …" or pressing a button of the schedule. */
export async function says(store: OpenStore, who: CastName, words: string, now: string, here: Call["here"] = {}): Promise<string> {
  const call = await callOf(store, who, now, here);
  const name = Object.keys(schedule.commands ?? {})
    .toSorted((a, b) => b.length - a.length)
    .find((each) => `${words} `.startsWith(`${each} `));
  const command = schedule.commands?.[name ?? ""];
  if (!command || name === undefined) throw new Error(`no command: ${words}`);
  return read(await store.transaction((tx) => command.run({ ...call, store: tx }, words.slice(name.length).trim())));
}

export async function presses(store: OpenStore, who: CastName, action: string, value: string, now: string): Promise<string> {
  const press = schedule.presses?.[action];
  if (!press) throw new Error(`no button: ${action}`);
  return read(await press(await callOf(store, who, now, {}), value));
}

async function callOf(store: OpenStore, who: CastName, now: string, here: Call["here"]): Promise<Call> {
  const me = await store.people.get(await idOf(store, who));
  if (!me) throw new Error(`${who} is not there`);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: me.zone }).format(new Date(now));
  const at = { platform: "terminal", workspace: "here", channel: who, direct: true } as const;
  const rights = { person: me.id, held: await store.people.assignments(me.id, today) };
  return {
    ...deskAt(store, now),
    me,
    rights,
    user: { platform: "terminal", workspace: "here", id: who },
    at,
    today,
    here,
    id: `${who} ${now}`,
    newcomers: [],
  };
}

const read = (reply: Reply): string => (reply.kind === "message" ? printMessage(reply.message) : reply.kind);
