import { type Message, say } from "../../chat/message.ts";
import { channelOf } from "../../chat/place.ts";
import { toMe } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import { refuse } from "../../core/refusal.ts";
import { governs, leading, leads } from "../../core/rights.ts";
import type { Command } from "../../routes.ts";
import { again } from "../../verbs/first-word.ts";
import { projectNamed } from "../../verbs/reach.ts";

/** `/pmo channel #KEY`: this channel becomes the project's home: its default project, and where its status is posted. */
export const makeHome: Command = {
  usage: "pmo channel #KEY",
  about: "Make this channel a project's home; “none” ends it",
  for: leading,
  async run(call, words) {
    const { at, here, store } = call;
    if (at.direct) refuse("Say this in the channel that is to be the project's home: pmo channel #KEY.");
    const place = channelOf(at);
    const { channel, name, shared } = place;
    const called = name === undefined ? channel : `#${name}`;
    const old = here.project === undefined ? undefined : await store.projects.get(here.project, call.today);
    if (old && !leads(call.rights, old))
      refuse("This channel is a project's home already, and its PM or the PMO must give it up first. Nothing was changed.");
    const record = (subject: string, from: string | undefined, to: string | undefined) =>
      store.record({
        at: call.now,
        actor: call.me.id,
        source: at.platform,
        subject,
        what: "channel",
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      });

    if (/^none$/i.test(words.trim())) {
      if (!old) refuse("This channel is no project's home. Nothing was changed.");
      if (here.portfolio === undefined) await store.projects.unlink(place);
      else await store.projects.link(place, { portfolio: here.portfolio });
      await record(`project:${old.id}`, called, undefined);
      return toMe(say(text`This channel is no longer the home of ${bold(old.key)}. Its status is not posted here any more.`));
    }
    if (words.trim() === "") {
      if (!old) refuse("Say which project's home this channel is to be: pmo channel #KEY.");
      return toMe(say(text`This channel is the home of ${bold(old.key)}. To end that: pmo channel none.`));
    }
    const project = await projectNamed(call, words.trim());
    if (!leads(call.rights, project)) refuse(`Only the PM of ${project.key} or the PMO can give it a home. Nothing was changed.`);
    if (shared === undefined) return toMe(notKnownYet(`pmo channel #${project.key}`));
    if (project.confidential && shared)
      refuse(`${project.key} is confidential, and this channel is shared with another organisation. Choose another channel.`);
    if (shared && !governs(call.rights, project))
      refuse("This channel is shared with another organisation, so only the PMO can make it a project's home. Ask them.");
    await store.projects.link(place, { project: project.id, ...(here.portfolio !== undefined && { portfolio: here.portfolio }) });
    await record(`project:${project.id}`, undefined, called);
    const was = old && old.id !== project.id ? ` It was the home of ${old.key}.` : "";
    const posted = shared
      ? ". It is shared with another organisation, so nothing is posted here, and I answer each person alone."
      : ", and its status is posted here.";
    return toMe(
      say(
        text`This channel is now the home of ${bold(project.key)}.${was} What is logged here is on ${project.key} unless it says otherwise${posted}`,
      ),
    );
  },
};

/** Slack is being asked who reads the channel, since nothing that was said in it told. */
function notKnownYet(words: string): Message {
  const told = say(
    "One moment: I am asking who else reads this channel, as nobody has told me yet. Nothing was changed.",
    "Press Go on in a few seconds. If it stays so, invite me to the channel first: then I am told.",
  );
  return {
    ...told,
    blocks: [...told.blocks, { kind: "buttons", buttons: [{ label: "Go on", action: again, value: words, style: "primary" }] }],
  };
}
