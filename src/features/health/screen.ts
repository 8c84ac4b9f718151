import { subDays } from "date-fns/subDays";
import type { Block, Message } from "../../chat/message.ts";
import { channelFarAway, chatNames } from "../../chat/place.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import type { Platform } from "../../core/people.ts";
import { count, figure, list } from "../../core/phrases.ts";
import { nearMoment } from "../../core/time.ts";
import type { Depth, PromptFigures, Pulse } from "../../ports/health.ts";
import type { Call } from "../../routes.ts";
import { show } from "./alert.ts";
import { alertChannel } from "./alerts.ts";
import { alivePulses } from "./gather.ts";
import type { Trouble } from "./trouble.ts";

/** One screen for a tired administrator: what is wrong with its fix, or that all is well, and the figures. */
export async function healthScreen(call: Call, troubles: readonly Trouble[]): Promise<Message> {
  const { store, now, me } = call;
  const { health } = store;
  const moment = (at: Date) => nearMoment(at, now, me.zone);
  const pulses = await alivePulses(call);
  const newest = (await health.pulses(subDays(now, 1))).map(({ at }) => at).sort((a, b) => b.getTime() - a.getTime())[0];
  const [depth, prompts, givenUp, channel] = [
    await health.depth(now),
    await health.prompts(now),
    await health.givenUp(),
    await alertChannel(call),
  ];
  const silent = pulses.length === 0 ? [beatless(newest, moment)] : [];
  const wrong = [...silent, ...troubles.map(({ title, fix }) => text`${bold(title)} ${fix}`)];
  const facts: (readonly [string, Text])[] = [
    ...chats(pulses, moment),
    ["Prompts and reminders, 24 hours", promptWords(prompts)],
    ["Waiting to be sent", waitingWords(depth, moment)],
    ["Given up", givenUp === 0 ? "none" : `${count(givenUp, "message")}, until somebody sends them again`],
    ["Database", list([...new Set(pulses.map(({ database }) => database))]) || "answers"],
    ["Running", runningWords(pulses, newest, now, moment)],
    ["Clock", `${moment(now)}, ${clockWords(pulses)}`],
    ["Alerts go to", channel ? channelFarAway(channel) : "the administrators' own chats"],
  ];
  const needs = wrong.length === 1 ? "One thing needs you" : `${wrong.length} things need you`;
  const heading = wrong.length === 0 ? "All is well" : needs;
  const blocks: Block[] = [
    { kind: "heading", text: heading },
    ...wrong.map((each): Block => ({ kind: "text", text: each })),
    { kind: "facts", facts },
    ...(givenUp > 0 ? [{ kind: "buttons", buttons: [show("Show what was given up", "pmo outbox")] } as const] : []),
  ];
  return { summary: heading, blocks };
}

function beatless(newest: Date | undefined, moment: (at: Date) => string): Text {
  const since = newest === undefined ? "for a day or more" : `since ${moment(newest)}`;
  return text`${bold(`No instance has beaten ${since}.`)} Nothing that is due is worked out or sent. Look at the log, and start the program again.`;
}

function chats(pulses: readonly Pulse[], moment: (at: Date) => string): readonly (readonly [string, string])[] {
  const seen = pulses.flatMap((pulse) => pulse.chats);
  const platforms = [...new Set<Platform>(seen.map(({ platform }) => platform))].sort();
  return platforms.map((platform) => {
    const [all, label] = [seen.filter((chat) => chat.platform === platform), chatNames[platform]];
    const connected = all.filter((chat) => chat.connected);
    const some = connected.length === all.length ? "connected" : `connected by ${connected.length} of ${all.length} instances`;
    const state = connected.length === 0 ? "not connected" : some;
    const [since] = (connected.length === 0 ? all : connected).map((chat) => chat.since).sort((a, b) => a.getTime() - b.getTime());
    const pauses = all.reduce((sum, chat) => sum + chat.pauses, 0);
    const asked = pauses === 0 ? "no pauses asked for in the last hour" : `asked for ${count(pauses, "pause")} in the last hour (429)`;
    if (all.some(({ refused }) => refused !== undefined)) return [label, "does not accept the bot's token"];
    return [label, `${state}${since ? ` since ${moment(since)}` : ""}; ${asked}`];
  });
}

function promptWords({ due, sent, late, expired, notReached, givenUp }: PromptFigures): string {
  if (due === 0) return "none was due";
  const rest = [
    [late, `sent more than 15 minutes late`],
    [notReached, "to people who cannot be reached"],
    [expired, "expired"],
    [givenUp, "given up"],
  ] as const;
  const told = rest.filter(([many]) => many > 0).map(([many, words]) => `${figure(many)} ${words}`);
  return [`${figure(due)} due, ${figure(sent)} sent`, ...told].join("; ");
}

function waitingWords(depth: readonly Depth[], moment: (at: Date) => string): string {
  const due = depth.filter(({ oldest }) => oldest !== undefined);
  const many = depth.reduce((sum, { waiting, sending }) => sum + waiting + sending, 0);
  const [oldest] = due.flatMap(({ oldest: at }) => at ?? []).sort((a, b) => a.getTime() - b.getTime());
  if (many === 0) return "nothing";
  return oldest === undefined
    ? `${count(many, "message")}, none of them due yet`
    : `${count(many, "message")}, the oldest since ${moment(oldest)}`;
}

function runningWords(pulses: readonly Pulse[], newest: Date | undefined, now: Date, moment: (at: Date) => string): string {
  const [first] = pulses.map(({ startedAt }) => startedAt).sort((a, b) => a.getTime() - b.getTime());
  if (!newest || !first) return newest ? `last beat ${moment(newest)}` : "no beat for a day";
  const versions = list([...new Set(pulses.map(({ version }) => version))]);
  const seconds = Math.max(0, Math.round((now.getTime() - newest.getTime()) / 1000));
  const beat = seconds === 0 ? "now" : `${count(seconds, "second")} ago`;
  return `${count(pulses.length, "instance")} since ${moment(first)}, version ${versions}; last beat ${beat}`;
}

/** What a chat says is told to the second; below two there is nothing to see. */
const noticedMs = 2_000;
/** Prompts come at the wrong time then, and beyond five minutes chats refuse each other. */
const wrongMs = 60_000;

function clockWords(pulses: readonly Pulse[]): string {
  const [worst] = pulses.flatMap(({ clock }) => clock ?? []).sort((a, b) => Math.abs(b.aheadMs) - Math.abs(a.aheadMs));
  if (!worst) return "not compared with a chat's yet";
  const name = chatNames[worst.platform];
  const off = Math.abs(worst.aheadMs);
  if (off < noticedMs) return `as ${name} says`;
  const much = off < 120_000 ? count(Math.round(off / 1000), "second") : count(Math.round(off / 60_000), "minute");
  const mend = off < wrongMs ? "" : ": set the machine's clock, best by NTP";
  return `${much} ${worst.aheadMs > 0 ? "ahead of" : "behind"} ${name}${mend}`;
}
