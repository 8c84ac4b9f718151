import { localDate, localTime, longDate } from "../core/time.ts";
import type { Answer } from "../ports/adapter.ts";
import type { Clock } from "../ports/index.ts";
import { type Speaking, speakAs } from "../terminal/index.ts";
import { printForm, printMessage } from "../terminal/print.ts";
import type { Shown, Terminal } from "../terminal/screens.ts";

/** Somebody of the demo: what they are called at the prompt, and where their clock stands. */
export interface Actor {
  readonly name: string;
  readonly zone: string;
  readonly part: string; // "PM of …"
}

export interface Stage {
  readonly now: () => Date;
  /** Turns the clock to every quarter of an hour on the way, with a heartbeat at each. */
  turnTo(instant: Date): Promise<void>;
  /** Straight to an instant, with one heartbeat there. */
  jumpTo(instant: Date): Promise<void>;
  /** Whether anything is printed. */
  curtain(open: boolean): void;
  as(user: string): Speaking;
  tell(words: string): void;
}

interface Setting {
  readonly terminal: Terminal;
  readonly clock: Clock & { set(instant: Date): void };
  readonly cast: Readonly<Record<string, Actor>>;
  readonly homeZone: string;
  readonly answer: Answer;
  readonly beat: () => Promise<void>;
  readonly print: (words: string) => void;
}

const stepMs = 15 * 60_000;

/** Prints whatever appears on anybody's screen, with the time on that person's clock, and what people do. */
export function createStage({ terminal, clock, cast, homeZone, answer, beat, print }: Setting): Stage {
  let open = true;
  const write = (words: string) => open && print(words);
  const stamp = (zone: string) =>
    `${longDate(localDate(clock.now(), zone))} ${localTime(clock.now(), zone)} ${zone.split("/").at(-1)?.replaceAll("_", " ")}`;
  const indent = (words: string) => words.replace(/^/gm, "│ ").replace(/^│ $/gm, "│");
  const nameOf = (user: string) => cast[user]?.name ?? user;

  terminal.watch((shown, how) => {
    const [where, zone] = whereOf(shown);
    const note = how === "edited" ? ", now reads" : shown.under === undefined ? "" : ", in the thread";
    write(`\n┌ ${stamp(zone)} · ${where}${note}\n${indent(printMessage(shown.message))}`);
  });

  function whereOf({ room, to }: Shown): readonly [string, string] {
    const owner = room.startsWith("@") ? room.slice(1) : to;
    if (owner === undefined) return [`#${room}`, homeZone];
    const at = room.startsWith("@") ? "" : `, only they, in #${room}`;
    return [`${nameOf(owner)}${at}`, cast[owner]?.zone ?? homeZone];
  }

  const shows = (user: string) => {
    const form = terminal.form(user);
    if (form) write(`\n┌ ${nameOf(user)} sees a form\n${indent(printForm(form))}`);
  };

  return {
    now: () => clock.now(),
    async turnTo(instant) {
      while (clock.now() < instant) {
        const next = Math.floor(clock.now().getTime() / stepMs + 1) * stepMs;
        clock.set(new Date(Math.min(instant.getTime(), next)));
        await beat();
      }
    },
    async jumpTo(instant) {
      clock.set(instant);
      await beat();
    },
    curtain(opens) {
      open = opens;
    },
    tell: (words) => void write(`\n${words}`),
    as(user) {
      const speaking = speakAs(terminal, answer, user);
      const did = async <T>(words: string, doing: () => Promise<T>): Promise<T> => {
        write(`\n${nameOf(user)} ${words}`);
        const result = await doing();
        shows(user);
        await beat();
        return result;
      };
      return {
        says: (words, where) => did(`types${where?.channel ? ` in #${where.channel}` : ""}: ${words}`, () => speaking.says(words, where)),
        presses: (label) => did(`presses [${label}]`, () => speaking.presses(label)),
        submits: (answers, button) => {
          const lines = Object.entries(answers).map(([label, value]) => `\n    ${label}: ${value}`);
          return did(`${button ? `presses [${button}]` : "sends"}${lines.join("")}`, () => speaking.submits(answers, button));
        },
      };
    },
  };
}
