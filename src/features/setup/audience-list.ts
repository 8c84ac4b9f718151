import { say } from "../../chat/message.ts";
import { channelCalled } from "../../chat/place.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { ownPortfolios, record, when } from "./audience.ts";

/** Who reads which digest, of the portfolios that the asker sets up. */
export async function listAudiences(call: Call): Promise<Reply> {
  const portfolios = await ownPortfolios(call);
  const all = (await call.store.digests.audiences()).filter(({ portfolio }) => portfolios.some(({ id }) => id === portfolio));
  if (all.length === 0)
    return {
      kind: "message",
      to: "me",
      message: say("No digest is posted anywhere yet. Say pmo audience add in the channel that is to read it."),
    };
  const rows = all.map((audience): readonly Text[] => [
    audience.name,
    portfolios.find(({ id }) => id === audience.portfolio)?.key ?? "",
    when(audience),
    channelCalled(audience.channel),
  ]);
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `${all.length} digest audiences`,
      blocks: [
        { kind: "table", columns: ["Audience", "Portfolio", "When", "Channel"], rows },
        { kind: "small", text: "To change one: pmo audience add, in its channel. To end one: pmo audience remove and its name." },
      ],
    },
  };
}

export async function removeAudience(call: Call, words: string): Promise<Reply> {
  const portfolios = await ownPortfolios(call);
  const all = (await call.store.digests.audiences()).filter(({ portfolio }) => portfolios.some(({ id }) => id === portfolio));
  const named = all.filter(({ name }) => name.toLowerCase() === words.trim().toLowerCase());
  const inChannel = named.filter(({ channel }) => channel.channel === call.at.channel && channel.workspace === call.at.workspace);
  const [audience, another] = inChannel.length > 0 ? inChannel : named;
  if (!audience)
    refuse(`There is no audience “${words.trim()}”.${all.length > 0 ? ` There are ${all.map(({ name }) => name).join(", ")}.` : ""}`);
  if (another) refuse("Several audiences have that name. Say this in the channel whose digest is to end.");
  await call.store.digests.removeAudience(audience.id);
  await record(call, audience, { what: "digest audience", from: audience.name });
  return {
    kind: "message",
    to: "me",
    message: say(text`The digest ${bold(audience.name)} is not posted any more. What was posted stays.`),
  };
}
