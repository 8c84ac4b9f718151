import { createApp } from "../../src/app/index.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { digest } from "../../src/features/digest/index.ts";
import type { Messenger, SendFailure } from "../../src/ports/messenger.ts";
import { tick } from "../../src/schedule/ticker.ts";
import { createWorker } from "../../src/schedule/worker.ts";
import { speakAs, terminalAdapter } from "../../src/terminal/index.ts";
import { printForm, printMessage } from "../../src/terminal/print.ts";
import { createTerminal, placeOf, privateRoom, terminalWorkspace, userOf } from "../../src/terminal/screens.ts";
import { verbs } from "../../src/verbs/index.ts";
import { handClock } from "../worlds/clock.ts";
import { office } from "./office.ts";

/** The office with its chat: the PMO (Ada, Gita), a director with a viewer's role (Finn) and a stranger (Hugo); the digest goes out on Fridays. */
export async function leaders(begins = "2026-11-26T20:00:00Z") {
  const at = await office(begins);
  const { store } = at;
  const began = "2026-01-01";
  const organisation = { kind: "organisation" } as const;
  for (const [name, role] of [
    ["ada", "pmo"],
    ["gita", "pmo"],
    ["finn", "viewer"],
    ["hugo", undefined],
  ] as const) {
    const person = await at.person(name);
    if (role)
      await store.people.assign({ person, role, scope: role === "pmo" ? organisation : { kind: "portfolio", id: "it" }, from: began });
  }
  await store.digests.saveAudience({
    id: "leaders",
    name: "IT portfolio",
    portfolio: "it",
    channel: { platform: "terminal", workspace: terminalWorkspace, channel: "leadership", name: "leadership" },
    cadence: { every: "week", weeks: 1, weekday: 5, from: "2026-01-02" },
    at: "08:00",
    previewMinutes: 120,
  });

  const clock = handClock(begins);
  const terminal = createTerminal();
  let trouble: SendFailure | undefined;
  const { messenger: usual } = terminalAdapter(terminal);
  const messenger: Messenger = {
    ...usual,
    async post(to, message, options) {
      if (trouble && "channel" in to) {
        if (trouble.kind === "unsure") await usual.post(to, message, options);
        throw trouble;
      }
      return usual.post(to, message, options);
    },
    async find(to, ...rest) {
      if (trouble && "channel" in to) throw trouble;
      return usual.find(to, ...rest);
    },
  };
  const desk = () => ({ ...at.desk, now: clock.now() });
  const begin = () => ({
    answer: createApp({ ...at.desk, clock, features: [digest, verbs(at.desk.types)] }),
    worker: createWorker({ messengers: [messenger], jobs: digest.jobs ?? {}, desk, clock, log: at.desk.log }),
  });
  let program = begin();
  const beat = async () => {
    await tick(desk(), digest.plans ?? {});
    await program.worker.drain();
  };
  await beat();

  const printed = (reply: Reply) =>
    reply.kind === "form" ? printForm(reply.form) : reply.kind === "message" ? printMessage(reply.message) : reply.kind;
  const as = (user: string) => {
    const speaking = speakAs(terminal, (intent) => program.answer(intent), user);
    const settled = async (reply: Promise<Reply>) => {
      const text = printed(await reply);
      await program.worker.drain();
      return text;
    };
    return {
      says: (words: string) => settled(speaking.says(words)),
      presses: (label: string) => settled(speaking.presses(label)),
      submits: (answers: Readonly<Record<string, string>>) => settled(speaking.submits(answers)),
      inbox: () =>
        terminal.shown.filter(({ room, to }) => room === privateRoom(user) && to === undefined).map(({ message }) => printMessage(message)),
    };
  };
  return {
    ...at,
    as,
    ada: as("ada"),
    gita: as("gita"),
    finn: as("finn"),
    hugo: as("hugo"),
    /** What leaders read: posts of their channel, and the replies in their threads. */
    channel: () =>
      terminal.shown.filter(({ room, under }) => room === "leadership" && under === undefined).map(({ message }) => printMessage(message)),
    thread: () =>
      terminal.shown.filter(({ room, under }) => room === "leadership" && under !== undefined).map(({ message }) => printMessage(message)),
    /** Skips the hours in which nothing is planned; what became due in them is due all the same. */
    async skipTo(instant: string) {
      clock.set(instant);
      await beat();
    },
    beat,
    /** What leadership's channel answers to every post from now on; undefined: it takes them. Unsure: the answer to a post that arrived is lost. */
    channelAnswers(failure: SendFailure | undefined) {
      trouble = failure;
    },
    /** A press that no screen offered. */
    forge: async (user: string, action: string, value: string) =>
      printed(
        await program.answer({
          id: `forged:${action}:${value}:${user}`,
          from: userOf(user),
          at: placeOf(privateRoom(user)),
          kind: "press",
          action,
          value,
        }),
      ),
    now: () => clock.now(),
    async restart() {
      await program.worker.stop();
      program = begin();
      await beat();
    },
  };
}
