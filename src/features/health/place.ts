import { say } from "../../chat/message.ts";
import { channelFarAway, channelOf } from "../../chat/place.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import { refuse } from "../../core/refusal.ts";
import { governing } from "../../core/rights.ts";
import type { Call } from "../../routes.ts";
import { alertChannel, alertsGoTo } from "./alerts.ts";

const inChats = "Alerts go to the administrators, each in their own chat with me.";

/** `/pmo alerts here` in a channel, `/pmo alerts off`; alone it says where they go. */
export async function chooseAlerts(call: Call, words: string): Promise<Reply> {
  const { store, rights } = call;
  if (!rights.held.some(({ role, scope }) => governing.includes(role) && scope.kind === "organisation"))
    refuse("Only the organisation's PMO and the administrators choose where alerts go. Ask one of them.");
  const now = await alertChannel(call);
  const choice = words.trim().toLowerCase();
  if (choice === "here") return moveHere(call);
  if (choice === "off") {
    if (now) await keep(call, "", now && channelFarAway(now));
    return toMe(say(`${inChats} Nothing of them is posted in a channel.`));
  }
  const here = "Say pmo alerts here in the channel that is to read them.";
  if (choice !== "") refuse(`“${words.trim()}” is neither here nor off. ${here} pmo alerts off sends them to the administrators.`);
  return toMe(
    now && !(await store.projects.at(now))?.shared
      ? say(
          text`Alerts go to ${bold(channelFarAway(now))}: one message for each cause, with what to do, and a line when it is over. To end that: pmo alerts off.`,
        )
      : say(inChats, here),
  );
}

async function moveHere(call: Call): Promise<Reply> {
  const { at } = call;
  if (at.direct)
    refuse("Say this in the channel that is to read them. In here it is pmo alerts off: then they go to the administrators' own chats.");
  if (at.shared === undefined)
    refuse("I am asking who else reads this channel, as nobody has told me yet. Please say it again in a few seconds.");
  if (at.shared) refuse("This channel is shared with another organisation, which would read what is stuck here. Choose another.");
  const channel = channelOf(at);
  const before = await alertChannel(call);
  await keep(call, JSON.stringify(channel), before && channelFarAway(before), channelFarAway(channel));
  return toMe(
    say(
      text`Alerts go to ${bold(channelFarAway(channel))} from now on: one message for each cause, with what to do, and a line when it is over.`,
      "What is wrong with this chat itself still goes to the administrators, in another chat where they have one. To end that: pmo alerts off.",
    ),
  );
}

async function keep(call: Call, value: string, from: string | undefined, to = "the administrators"): Promise<void> {
  const { store, now, me, user } = call;
  await store.remember(alertsGoTo, value);
  const change = { at: now, actor: me.id, source: user.platform, subject: "organisation", what: "alerts", to };
  await store.record({ ...change, ...(from !== undefined && { from }) });
}
