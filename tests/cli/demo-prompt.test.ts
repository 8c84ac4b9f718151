import { beforeEach, expect, test } from "vitest";
import type { ChannelNews, Intent } from "../../src/chat/intent.ts";
import { obey } from "../../src/cli/demo-prompt.ts";
import { createStage } from "../../src/cli/stage.ts";
import { createTerminal } from "../../src/terminal/screens.ts";

const zone = "Europe/London";
const cast = { ben: { name: "Ben Okafor", zone, part: "PM" } };
const text = { kind: "text", lines: "one", max: 100 } as const;
const form = {
  ...{ action: "a", state: "", title: "A form", submit: "Send" },
  fields: [
    { name: "summary", label: "Summary", control: text, required: true },
    { name: "next", label: "Next steps", control: text, required: false },
  ],
};
let printed = "";
let heard: Intent[] = [];
let says: (line: string) => Promise<void>;

beforeEach(() => {
  let now = new Date("2022-05-09T08:00:00Z");
  [printed, heard] = ["", []];
  const terminal = createTerminal();
  const clock = {
    now: () => now,
    set: (to: Date) => {
      now = to;
    },
  };
  const answer = async (intent: Intent | ChannelNews) => {
    if (intent.kind === "channel") return { kind: "done" } as const;
    heard.push(intent);
    return intent.kind === "submit" ? ({ kind: "done" } as const) : ({ kind: "form", form } as const);
  };
  const print = (words: string) => {
    printed += `${words}\n`;
  };
  const stage = createStage({ terminal, clock, cast, homeZone: zone, answer, beat: async () => undefined, print });
  says = (line) =>
    obey(stage, cast, zone, line).catch((error: unknown) => stage.tell(error instanceof Error ? error.message : String(error)));
});

test("the clock turns by weeks too, and says where it stands", async () => {
  await says("turn 1 week");
  expect(printed.trim()).toMatch(/^It is now Mon(day)? 16 May( 2022)?, 09:00\.$/);
});

test.each(["nonsense", "turn soon", "zoe: /pmo help", "constructor: hello"])("%s is answered in one line", async (line) => {
  await says(line);
  expect(printed.trim()).toMatch(/^I do not know .*$/);
  expect(heard).toEqual([]);
});

test("help prints how to", async () => {
  await says("help");
  expect(printed).toContain("You can speak as anyone");
});

test("a wrong label names the labels and keeps the rest", async () => {
  await says("ben: anything");
  await says("ben: fill Summary=On time; Steps=Sign");
  expect(printed).toContain("The form does not ask for Steps; it asks for Summary, Next steps. The other answers are kept.");
  await says("ben: fill next steps=Sign");
  expect(heard.at(-1)).toMatchObject({ kind: "submit", answers: { summary: "On time", next: "Sign" } });
});
