import { z } from "zod";
import type { Intent } from "../chat/intent.ts";
import type { Button } from "../chat/message.ts";
import { cut } from "./limits.ts";

/** The one action of the adapter's own: a button that asks the same again, with a fresh trigger to open the form. */
export const againAction = "slack.again";

const sourceSchema = z.object({ text: z.string(), url: z.string().optional(), author: z.string().optional() });
const againSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("command"), words: z.string(), source: sourceSchema.optional() }),
  z.object({ kind: z.literal("press"), action: z.string(), value: z.string() }),
]);

type Again =
  | Pick<Extract<Intent, { kind: "command" }>, "kind" | "words" | "source">
  | Pick<Extract<Intent, { kind: "press" }>, "kind" | "action" | "value">;

/** Undefined when what was asked is too long for a button to carry. */
export function againButton(intent: Intent): Button | undefined {
  const value = intent.kind === "command" || intent.kind === "press" ? written(intent) : undefined;
  return value === undefined || value.length > 1900
    ? undefined
    : { label: "Open the form", action: againAction, value, style: "primary", opensForm: true };
}

function written(intent: Extract<Intent, { kind: "command" | "press" }>): string {
  if (intent.kind === "press") return JSON.stringify({ kind: "press", action: intent.action, value: intent.value });
  const { words, source } = intent;
  return JSON.stringify({ kind: "command", words, ...(source && { source: { ...source, text: cut(source.text, 800) } }) });
}

export function readAgain(value: string): Again | undefined {
  try {
    const read = againSchema.safeParse(JSON.parse(value));
    if (!read.success) return undefined;
    if (read.data.kind === "press") return read.data;
    const { kind, words, source } = read.data;
    if (source === undefined) return { kind, words };
    return {
      kind,
      words,
      source: {
        text: source.text,
        ...(source.url !== undefined && { url: source.url }),
        ...(source.author !== undefined && { author: source.author }),
      },
    };
  } catch {
    return undefined;
  }
}
