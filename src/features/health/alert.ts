import { z } from "zod";
import { type Button, type Message, say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Job } from "../../routes.ts";
import { again } from "../../verbs/first-word.ts";

const Payload = z.union([z.object({ cause: z.string() }), z.object({ healed: z.string() })]);

/** Shown where something can be looked at or sent again. */
export const show = (label: string, command: string): Button => ({ label, action: again, value: command });

/** What is stuck as it stands when it is told, or that it is not any more. */
export const alert: Job = async ({ store }, payload) => {
  const about = Payload.parse(payload);
  if ("healed" in about) return say(text`${bold("Healed:")} ${about.healed}`);
  const open = (await store.health.alerts()).find(({ cause }) => cause === about.cause);
  if (!open) return { dropped: "it was over before anybody could be told" };
  const outbox = /^(givenUp|expired|waiting):/.test(open.cause);
  const buttons = [...(outbox ? [show("Show the messages", "pmo outbox")] : []), show("How Drumbeat does", "pmo health")];
  return {
    summary: open.title,
    blocks: [
      { kind: "text", text: text`${bold("Stuck:")} ${open.title}` },
      { kind: "text", text: open.fix },
      { kind: "buttons", buttons },
      { kind: "small", text: "Told once, and once more when it is over. pmo alerts says who reads this." },
    ],
  } satisfies Message;
};
