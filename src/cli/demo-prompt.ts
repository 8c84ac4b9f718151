import { createInterface } from "node:readline/promises";
import { addDays, instantOf, localDate, localTime, longDate } from "../core/time.ts";
import type { Actor, Stage } from "./stage.ts";

const howTo = (cast: Readonly<Record<string, Actor>>): string => `
The stage is yours. You can speak as anyone:
${Object.entries(cast)
  .map(([user, { name, part }]) => `  ${user.padEnd(7)} ${name}, ${part}`)
  .join("\n")}

  ben: /risk Supplier may slip #KEY p4 i5     speak in the direct chat
  ben #leadership: /pmo digest                speak in a channel
  ben: press Update                           press a button that ben can see
  ben: fill Overall=Amber; Summary=Late       fill and send the form that is open
  turn 2 days | turn 1 week | turn 09:00      turn the clock on, and see what happens
  help | quit`;

/** Lets whoever sits at the terminal play on, until "quit" or the end of the input. */
export async function playOn(stage: Stage, cast: Readonly<Record<string, Actor>>, zone: string): Promise<void> {
  stage.tell(howTo(cast));
  const input = createInterface({ input: process.stdin, output: process.stdout, prompt: "\n> " });
  input.prompt();
  for await (const line of input) {
    if (/^(quit|exit)$/i.test(line.trim())) break;
    await obey(stage, cast, zone, line.trim()).catch((error: unknown) =>
      stage.tell(error instanceof Error ? error.message : String(error)),
    );
    input.prompt();
  }
  input.close();
}

/** One line from whoever sits at the terminal; what cannot be understood is said in one line. */
export async function obey(stage: Stage, cast: Readonly<Record<string, Actor>>, zone: string, line: string): Promise<void> {
  if (line === "") return;
  if (/^(help|\?)$/i.test(line)) return stage.tell(howTo(cast));
  const turn = /^turn\s+(?:(\d{1,3})\s*(week|day|hour|minute)s?|([01]\d:[0-5]\d|2[0-3]:[0-5]\d))$/i.exec(line);
  if (turn) {
    await stage.turnTo(later(stage.now(), zone, turn));
    return stage.tell(`It is now ${longDate(localDate(stage.now(), zone))}, ${localTime(stage.now(), zone)}.`);
  }
  if (/^turn\b/i.test(line)) return stage.tell(`I do not know “${line}”. Say turn 2 days, turn 1 week or turn 09:00.`);
  const [, user = "", channel, words = ""] = /^(\w+)(?:\s+#([\w-]+))?\s*:\s*(.+)$/.exec(line) ?? [];
  if (user === "") return stage.tell(`I do not know “${line}”. Begin with who speaks, such as ben: /pmo help; or say help.`);
  if (!Object.hasOwn(cast, user)) return stage.tell(`I do not know ${user}. You can speak as ${Object.keys(cast).join(", ")}.`);
  const actor = stage.as(user);
  const [, deed, rest = ""] = /^(press|fill)\s+(.+)$/i.exec(words) ?? [];
  if (deed?.toLowerCase() === "press") await actor.presses(rest.replace(/^\[|\]$/g, ""));
  else if (deed)
    await actor.submits(
      Object.fromEntries(
        rest
          .split(";")
          .map((part) => part.split(/=(.*)/s).map((each) => each.trim()))
          .filter(([label]) => label),
      ),
    );
  else await actor.says(words, channel === undefined ? {} : { channel });
}

function later(now: Date, zone: string, [, count, unit, time]: RegExpExecArray): Date {
  if (time === undefined) {
    const ms = { week: 7 * 86_400_000, day: 86_400_000, hour: 3_600_000, minute: 60_000 }[(unit ?? "day").toLowerCase()] ?? 0;
    return new Date(now.getTime() + Number(count) * ms);
  }
  const today = instantOf(localDate(now, zone), time, zone);
  return today > now ? today : instantOf(addDays(localDate(now, zone), 1), time, zone);
}
