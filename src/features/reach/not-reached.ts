import { z } from "zod";
import { say } from "../../chat/message.ts";
import { channelFarAway, KeptChannel } from "../../chat/place.ts";
import { bold, text } from "../../chat/text.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk, Job } from "../../routes.ts";
import { homeOf } from "./home.ts";

const payload = z.union([z.object({ person: z.string(), why: z.string() }), z.object({ channel: KeptChannel, why: z.string() })]);

/** Tells those who can help whom the bot cannot write to. */
export const notReached: Job = async (desk, about) => {
  const { store } = desk;
  const told = payload.parse(about);
  if ("channel" in told) {
    return say(
      text`I could not post in ${bold(channelFarAway(told.channel))}${await whose(desk, told.channel)}: ${told.why}.`,
      "Please add me to that channel, or choose another: say pmo channel #KEY (a project's home) or pmo audience add (a digest) in it. What was to be posted was not sent.",
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

/** What the channel is there for, as its name may not be known, or not be enough. */
async function whose(desk: Desk, channel: Channel): Promise<string> {
  const key = await homeOf(desk, channel);
  return key === undefined ? "" : `, the home of ${key}`;
}
