import { say } from "../../chat/message.ts";
import { chatNames } from "../../chat/place.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { refuse } from "../../core/refusal.ts";
import { isZone, localTime } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { nearest } from "../../verbs/reach.ts";

/** `/pmo prefer teams`: which chat the bot writes to, of those it knows somebody on. */
export async function prefer(call: Call, words: string): Promise<Reply> {
  const wanted = words.trim().toLowerCase();
  const known = [...new Set(call.me.identities.map(({ platform }) => platform))];
  const chat = known.find((platform) => platform === wanted);
  if (!chat) {
    const have = known.map((platform) => chatNames[platform]).join(" and ");
    refuse(
      wanted === ""
        ? `You are known on ${have}. Say pmo prefer slack or pmo prefer teams.`
        : `You are not known on ${wanted} yet, only on ${have}. Say hello to the bot there first, or ask an admin to link your accounts.`,
    );
  }
  await call.store.people.change(call.me.id, { preferred: chat });
  await record(call, "preferred chat", call.me.preferred, chat);
  return toMe(say(`Messages to you go to ${chatNames[chat]} from now on. You can answer in either.`));
}

/** `/pmo zone Europe/Berlin`: when 09:00 is for this person, whatever their chat says, until `/pmo zone chat`. */
export async function setZone(call: Call, words: string): Promise<Reply> {
  const zone = words.trim();
  const now = (where: string) => `${localTime(call.now, where)} now`;
  if (zone === "")
    return toMe(
      say(
        `Your time zone is ${call.me.zone} (${now(call.me.zone)}). To choose another: pmo zone Europe/Berlin. To go by your chat: pmo zone chat.`,
      ),
    );
  if (zone.toLowerCase() === "chat") return goByChat(call);
  if (!isZone(zone)) refuse(`“${zone}” is no time zone. ${zonesLike(zone)}`);
  await call.store.people.change(call.me.id, { ownZone: zone });
  await record(call, "zone", call.me.zone, zone);
  return toMe(
    say(`Your time zone is ${zone} (${now(zone)}), and stays so wherever your chat says you are. To go by your chat again: pmo zone chat.`),
  );
}

/** By the city, which is what people type, or by a slip in the whole name. */
function zonesLike(typed: string): string {
  const zones = Intl.supportedValuesOf("timeZone");
  const cityOf = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
  const wanted = typed.replaceAll("_", " ").trim();
  const cities = nearest(wanted.includes("/") ? cityOf(wanted) : wanted, zones.map(cityOf));
  const whole = nearest(typed.replaceAll(" ", "_"), zones);
  const near = [...new Set([...whole, ...cities.flatMap((city) => zones.filter((zone) => cityOf(zone) === city))])].slice(0, 3);
  if (near.length === 0) return "Use a name such as Europe/London or America/New_York.";
  return `Did you mean ${near.join(" or ")}? Say pmo zone ${near[0]}.`;
}

async function goByChat(call: Call): Promise<Reply> {
  await call.store.people.change(call.me.id, { ownZone: undefined });
  const { zone } = (await call.store.people.get(call.me.id)) ?? call.me;
  await record(call, "zone", call.me.zone, zone);
  return toMe(say(`Your time zone is what your chat says: ${zone} (${localTime(call.now, zone)} now). It follows you when you travel.`));
}

/** `/pmo privacy`: what is recorded about people, who sees it and for how long. */
export async function privacy(call: Call): Promise<Reply> {
  const { me, settings } = call;
  const chats = [...new Set(me.identities.map(({ platform }) => chatNames[platform]))].join(", ") || "no chat yet";
  return toMe({
    summary: "What is recorded about you",
    blocks: [
      { kind: "heading", text: "What is recorded about you" },
      {
        kind: "facts",
        facts: [
          ["From your chat", `your name, e-mail address and time zone (${me.zone}), and your account on ${chats}`],
          [
            "Your work",
            "roles with their dates, status reports, and entries that you log, own or change, with the time. These are the project's record and stay.",
          ],
          ["Absences", "the days and your deputy, never a reason"],
          ["Prompts and reminders", `which were sent to you and when; deleted after ${settings.nudgeLogDays} days`],
          [
            "Who sees it",
            "Leadership reads about projects. Your PMO, and the PM and sponsor of a project, see who answered late. Nobody sees rankings: there are none.",
          ],
          [
            "You",
            "pmo person shows your own record, pmo person export gives you all of it. pmo zone, pmo prefer and pmo away change it; your PMO corrects the rest.",
          ],
        ],
      },
      { kind: "small", text: "Messages that do not speak to the bot are neither read nor kept, unless somebody logs one as an entry." },
    ],
  });
}

function record(call: Call, what: string, from: string | undefined, to: string): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${call.me.id}`, what, to };
  return call.store.record({ ...change, ...(from !== undefined && { from }) });
}
