import { z } from "zod";
import { type Button, type Message, say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import { beginning } from "../../core/letters.ts";
import type { Job } from "../../routes.ts";

const payload = z.object({
  intent: z.object({ id: z.string(), kind: z.string(), words: z.string().optional() }),
});

const shownWords = 200;

/** Where the request waits; empty once it was done or is too old. */
export const pendingKey = (request: string): string => `pending:${request}`;

/** Offers to go on with what somebody asked before the bot knew who they are. */
export const resume: Job = async ({ store }, about, to): Promise<Message | { dropped: string }> => {
  const { intent } = payload.parse(about);
  if (!(await store.recall(pendingKey(intent.id)))) return { dropped: "they went on already" };
  const name = "identities" in to ? to.name : "there";
  if (intent.kind === "reach") return welcome(name);
  const words = intent.words?.replace(/^\W+/, "").trim() ?? "";
  const asked = words.length > shownWords ? `${beginning(words, shownWords - 1)}…` : words;
  const opensForm = intent.kind === "command" && /^\S+$/.test(words);
  const button: Button = {
    label: "Continue",
    action: "reach.resume",
    value: intent.id,
    style: "primary",
    ...(opensForm && { opensForm: true as const }),
  };
  const greeting = say(
    text`Hello ${bold(name)}, I know you now.`,
    asked === "" ? "You pressed a button or sent a form." : text`You asked: ${asked}`,
    "Nothing was done yet: press Continue and it is. Only you see this.",
  );
  return { ...greeting, blocks: [...greeting.blocks, { kind: "buttons", buttons: [button] }] };
};

const welcome = (name: string): Message =>
  say(
    text`Hello ${bold(name)}. I am Drumbeat, the PMO's bot.`,
    "I ask project managers for their status, keep risks, issues, actions and decisions, and post the digest. Say pmo help to see what you can do.",
    "Only you see this. What I record about people: pmo privacy.",
  );
