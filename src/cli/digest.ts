import { parseArgs } from "node:util";
import type { Message } from "../chat/message.ts";
import { refuse } from "../core/refusal.ts";
import { digestText } from "../features/digest/index.ts";
import { drawMessage } from "../slack/message.ts";
import { activityOf } from "../teams/message.ts";
import { printMessage } from "../terminal/print.ts";
import { atDesk, print } from "./offline.ts";

const options = {
  portfolio: { type: "string" },
  "as-of": { type: "string" },
  since: { type: "string" },
  format: { type: "string", default: "text" },
} as const;

/** `drumbeat digest`: what would be posted, on any day, printed instead. */
export async function digest(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  if (!values.portfolio) refuse("Say which portfolio: drumbeat digest --portfolio IT --as-of 2026-11-27");
  const portfolio = values.portfolio;
  const words = await atDesk((desk) =>
    digestText(
      desk,
      {
        portfolio,
        ...(values["as-of"] && { asOf: values["as-of"] }),
        ...(values.since && { since: values.since }),
        format: values.format,
      },
      renderers,
    ),
  );
  print(words);
  return 0;
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** The JSON of the chats can be pasted into Block Kit Builder and the Adaptive Cards designer. */
const renderers: Readonly<Record<string, (messages: readonly Message[]) => string>> = {
  text: (messages) => messages.map(printMessage).join("\n\n"),
  slack: (messages) => json(messages.map((message) => drawMessage(message, ""))),
  teams: (messages) => json(messages.map((message) => activityOf(message, ""))),
};
