import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { createApp } from "../../src/app/index.ts";
import { mergeFeatures } from "../../src/app/table.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Values } from "../../src/core/fields.ts";
import type { Project } from "../../src/core/portfolio.ts";
import type { RecordType } from "../../src/core/record-type.ts";
import type { Report } from "../../src/core/report.ts";
import type { LocalDate } from "../../src/core/time.ts";
import { reach } from "../../src/features/reach/index.ts";
import { status } from "../../src/features/status/index.ts";
import type { EntryChange } from "../../src/ports/entries.ts";
import type { Log, Settings } from "../../src/ports/index.ts";
import { records } from "../../src/records/index.ts";
import type { Desk } from "../../src/routes.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { createWorker } from "../../src/schedule/worker.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { speakAs, terminalAdapter } from "../../src/terminal/index.ts";
import { printForm, printMessage } from "../../src/terminal/print.ts";
import { createTerminal, privateRoom, terminalWorkspace } from "../../src/terminal/screens.ts";
import { verbs } from "../../src/verbs/index.ts";
import { type CastName, cast } from "../worlds/cast.ts";
import { type HandClock, handClock } from "../worlds/clock.ts";
import { freshDatabase } from "../worlds/database.ts";
import { seed } from "../worlds/seed.ts";

const hour = 3_600_000;
const quiet: Log = { info() {}, warn() {}, error: (facts) => failures.push(facts) };
const failures: object[] = [];
const settings: Settings = { commandPrefix: "", zone: "Europe/London", admins: [cast.ada.email], nudgeLogDays: 90 };

/** One person, as seen over their shoulder. */
interface Somebody {
  says(words: string, channel?: string): Promise<string>;
  presses(label: string): Promise<string>;
  submits(answers: Readonly<Record<string, string>>, button?: string): Promise<string>;
  form(): string;
  /** What the bot sent, oldest first, as it reads now. */
  inbox(): readonly string[];
  latest(): string;
  /** A press of what no button of theirs says. */
  forges(action: string, value: string): Promise<string>;
}

export interface Room {
  readonly store: OpenStore;
  readonly clock: HandClock;
  readonly people: Readonly<Record<CastName, Somebody>>;
  id(name: CastName): string;
  channel(name: string): readonly string[];
  turnTo(instant: string): Promise<void>;
  beat(): Promise<void>;
  project(id: string): Promise<Project>;
  change(id: string, change: Partial<Project>): Promise<void>;
  reported(project: string, period: LocalDate, report?: Partial<Report>): Promise<Report>;
  restart(): void;
  readonly decision: RecordType;
  entry(values: Values): EntryChange;
}

/** The status part with the registers, over a real store, ticker and worker; Sunday noon before the first prompt. */
export async function openRoom(prepare?: (room: Room) => Promise<void>, at = "2026-11-22T12:00:00Z"): Promise<Room> {
  const store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
  onTestFinished(() => store.close());
  await seed(store, (channel) => ({
    platform: "terminal",
    workspace: terminalWorkspace,
    channel,
    shared: channel === "vendor",
    name: channel,
  }));
  const ids = new Map<string, string>();
  for (const [name, { email, name: full, zone }] of Object.entries(cast)) {
    const person = (await store.people.byEmail(email)) ?? (await store.people.add({ name: full, email, zone }));
    await store.people.identify(person.id, { platform: "terminal", workspace: terminalWorkspace, user: name, outside: name === "hugo" });
    ids.set(name, person.id);
  }
  const clock = handClock(at);
  const terminal = createTerminal();
  const features = [verbs(records), status, reach];
  const begin = () => {
    const routes = mergeFeatures(features);
    const desk = (): Desk => ({ store, types: records, settings, now: clock.now(), log: quiet });
    const answer = createApp({ store, types: records, settings, clock, log: quiet, features });
    const worker = createWorker({ messengers: [terminalAdapter(terminal).messenger], jobs: routes.jobs, desk, clock, log: quiet });
    const beat = async () => {
      await tick(desk(), routes.plans);
      await worker.drain();
      const failure = failures.shift();
      if (failure && "err" in failure) throw failure.err;
    };
    return { answer, beat };
  };
  let running = begin();

  const somebody = (user: string): Somebody => {
    const speaking = speakAs(terminal, (intent) => running.answer(intent), user);
    const settled = async (reply: Promise<Reply>) => {
      const text = printed(await reply);
      await running.beat();
      return text;
    };
    const inbox = () =>
      terminal.shown.filter(({ room, to }) => room === privateRoom(user) && to === undefined).map(({ message }) => printMessage(message));
    return {
      says: (words, channel) => settled(speaking.says(words, { ...(channel !== undefined && { channel }) })),
      presses: (label) => settled(speaking.presses(label)),
      submits: (answers, button) => settled(speaking.submits(answers, button)),
      form: () => {
        const form = terminal.form(user);
        return form ? printForm(form) : "no form is open";
      },
      inbox,
      latest: () => inbox().at(-1) ?? "",
      forges: (action, value) => {
        const from = { platform: "terminal", workspace: terminalWorkspace, id: user, outside: false } as const;
        const where = { platform: "terminal", workspace: terminalWorkspace, channel: privateRoom(user), direct: true } as const;
        return settled(running.answer({ kind: "press", id: crypto.randomUUID(), from, at: where, action, value }));
      },
    };
  };
  const names = Object.keys(cast) as CastName[];
  const people = {} as Record<CastName, Somebody>;
  for (const name of names) people[name] = somebody(name);

  const room: Room = {
    store,
    clock,
    people,
    id: (name) => ids.get(name) ?? name,
    channel: (name) =>
      terminal.shown.filter(({ room, to }) => room === name && to === undefined).map(({ message }) => printMessage(message)),
    async turnTo(instant) {
      const end = new Date(instant).getTime();
      while (clock.now().getTime() < end) {
        clock.set(new Date(Math.min(end, nextStep(clock.now()).getTime())));
        await running.beat();
      }
    },
    beat: () => running.beat(),
    async project(id) {
      const found = await store.projects.get(id, clock.now().toISOString().slice(0, 10));
      if (!found) throw new Error(`no project ${id}`);
      return found;
    },
    async change(id, change) {
      await store.projects.save({ ...(await room.project(id)), ...change });
    },
    reported: (project, period, report = {}) =>
      store.reports.add({
        ...{ project, period, overall: "green", dimensions: {}, nextSteps: [], promised: [], unchanged: 0, late: false },
        ...{ author: room.id("ben"), source: "slack", effectiveOn: period, recordedAt: new Date(`${period}T10:00:00Z`) },
        ...report,
      }),
    restart() {
      running = begin();
    },
    decision: records.find(({ key }) => key === "decision") ?? missing("decision"),
    entry: (values) => ({
      ...{ values, state: "open", proposed: false, actor: ids.get("gita") ?? "", source: "slack", effectiveOn: "2026-11-20" },
      at: new Date("2026-11-20T12:00:00Z"),
    }),
  };
  await prepare?.(room);
  await running.beat();
  return room;
}

/** The hours at which something can happen to somebody in London, and a few for the rest. */
function nextStep(now: Date): Date {
  const next = new Date((Math.floor(now.getTime() / hour) + 1) * hour);
  return [9, 10, 12, 14, 15, 16, 17, 18].includes(next.getUTCHours()) ? next : nextStep(next);
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

function printed(reply: Reply): string {
  if (reply.kind === "form") return printForm(reply.form);
  return reply.kind === "message" ? printMessage(reply.message) : reply.kind;
}

/** Last week's three reports: APOLLO amber with a promised step, HERMES green, ORION red with its day for green gone. */
export async function lastWeek(room: Room): Promise<void> {
  await bensWeek(room);
  for (const id of ["vega", "luna"])
    await room.reported(id, "2026-11-23", { author: room.id("chloe"), recordedAt: new Date("2026-11-20T18:00:00Z") });
}

/** The same, with Chloe's two still to be asked for. */
export async function bensWeek(room: Room): Promise<void> {
  await room.reported("apollo", "2026-11-16", {
    ...{ overall: "amber", summary: "Vendor UAT late", pathToGreen: "Second tester", greenBy: "2026-12-04" },
    nextSteps: [
      { text: "Sign UAT script", due: "2026-11-20" },
      { text: "Dress rehearsal", due: "2026-12-11" },
    ],
  });
  await room.reported("hermes", "2026-11-16", { overall: "green", finish: "2027-01-29" });
  await room.reported("orion", "2026-11-16", {
    ...{ overall: "red", summary: "Test data unusable", pathToGreen: "Rebuild the data", greenBy: "2026-11-20" },
  });
}

/** A screen as it is kept in tests/golden/status; `UPDATE_GOLDEN=1` writes it anew. */
export function golden(name: string, screen: string): { readonly kept: string; readonly seen: string } {
  const path = new URL(`../golden/status/${name}.txt`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] === "1" || !existsSync(path)) {
    mkdirSync(new URL(".", path), { recursive: true });
    writeFileSync(path, `${screen}\n`);
  }
  return { kept: readFileSync(path, "utf8"), seen: `${screen}\n` };
}
