import { z } from "zod";
import { say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Job } from "../../routes.ts";

const payload = z.union([
  z.object({ person: z.string(), why: z.string() }),
  z.object({ channel: z.object({ platform: z.string(), channel: z.string(), name: z.string().optional() }), why: z.string() }),
]);

/** Tells those who can help whom the bot cannot write to. */
export const notReached: Job = async ({ store }, about) => {
  const told = payload.parse(about);
  if ("channel" in told) {
    const { name, channel, platform } = told.channel;
    return say(
      text`I could not post in ${bold(name ? `#${name}` : channel)} on ${platform}: ${told.why}.`,
      "Please add me to that channel, or choose another with pmo setup. What was to be posted there was not sent.",
      "You and the other admins and PMO members see this, once a day for each channel.",
    );
  }
  const person = await store.people.get(told.person);
  if (!person) return { dropped: "nobody has that id any more" };
  if (person.identities.some((each) => each.unreachable === undefined)) return { dropped: "they can be reached again" };
  return say(
    text`${bold(person.name)} could not be reached: ${told.why}.`,
    "What they owe counts as not reached, never as late. Ask them to open the app and write to me once, or name somebody else for their projects.",
    "You and the other admins and PMO members see this, once a day for each person.",
  );
};
