import { z } from "zod";
import { type Button, type Message, say } from "../chat/message.ts";
import { bold, mention, text } from "../chat/text.ts";
import { isFinal, ownerOf, refOf, titleOf } from "../core/entry.ts";
import type { Person } from "../core/people.ts";
import type { RecordType } from "../core/record-type.ts";
import { localDate } from "../core/time.ts";
import type { NewPosting } from "../ports/outbox.ts";
import type { Channel } from "../ports/projects.ts";
import type { Call, Desk, Job } from "../routes.ts";
import { aboutLine, buttonFor, gistLine } from "./card.ts";
import { type Found, foundById } from "./find.ts";
import { askerOf, isOutside, may } from "./may.ts";
import { thoseWhoAccept } from "./owners.ts";

const noticeSchema = z.object({ id: z.string(), what: z.string().optional(), by: z.string().optional(), ref: z.string().optional() });
type Notice = z.infer<typeof noticeSchema>;

/** The owner is asked whether they take it, unless they named themselves. */
export async function askOwner(call: Call, { type, entry }: Found): Promise<void> {
  const owner = ownerOf(type, entry);
  if (owner === undefined || owner === call.me.id || isFinal(type, entry.state)) return;
  await post(call, {
    key: `entry:${entry.id}:owner:${entry.version}`,
    job: "entry.owner",
    payload: { id: entry.id, by: call.me.id },
    to: { person: owner },
  });
}

/** Whoever runs the project is asked to accept what somebody else proposed on it. */
export async function askToAccept(call: Call, { entry, project }: Found): Promise<void> {
  for (const person of await thoseWhoAccept(call, project)) {
    if (person === call.me.id) continue;
    await post(call, { key: `entry:${entry.id}:accept:${person}`, job: "entry.accept", payload: { id: entry.id }, to: { person } });
  }
}

/** Everybody in the project's own channels reads what happened, where no outsider shares them. */
export async function tellChannels(call: Call, { entry, project }: Found, what: "logged" | "accepted" | "moved"): Promise<void> {
  for (const channel of await call.store.projects.channels({ project: project.id })) {
    if (channel.shared || isHere(call, channel)) continue;
    const key = `entry:${entry.id}:${what}:${entry.version}:${channel.platform}:${channel.channel}`;
    await post(call, { key, job: "entry.told", payload: { id: entry.id, what, by: call.me.id }, to: { channel } });
  }
}

/** Whoever logged it, or owns it, reads what became of it. */
export async function tellPerson(call: Call, { entry }: Found, person: string | undefined, what: string): Promise<void> {
  if (person === undefined || person === call.me.id) return;
  const key = `entry:${entry.id}:${what}:${entry.version}:${person}`;
  await post(call, { key, job: "entry.news", payload: { id: entry.id, what, by: call.me.id }, to: { person } });
}

/** What was asked about an entry is drawn again, so that no answered question is left with its buttons. */
export async function redraw(call: Call, { type, entry }: Pick<Found, "type" | "entry">, withdrawn = false): Promise<void> {
  const posted = await call.store.outbox.list({ keyStart: `entry:${entry.id}:`, limit: 100 });
  for (const { key, job, payload, to } of posted) {
    if (key.endsWith(":again") || !(withdrawn || job === "entry.accept")) continue;
    const again = { ...noticeSchema.parse(payload), ...(withdrawn && { ref: refOf(type, entry) }) };
    await post(call, { key: `${key}:${entry.version}:again`, job, payload: again, to, follows: { key, how: "edit" } });
  }
}

/** A press in the project's own channel is answered there; saying it a second time would only be noise. */
function isHere({ at, here }: Call, channel: Channel): boolean {
  return (
    here.project !== undefined && at.platform === channel.platform && at.workspace === channel.workspace && at.channel === channel.channel
  );
}

async function post(call: Call, posting: Omit<NewPosting, "class">): Promise<void> {
  await call.store.outbox.add({ ...posting, class: "interactive" }, call.now);
}

/** Drawn when they are sent: what was withdrawn, taken or may no longer be seen by then is not said at all. */
export function notices(types: readonly RecordType[]): Readonly<Record<string, Job>> {
  const drawn =
    (draw: (desk: Desk, found: Found, notice: Notice, to: Person | Channel) => Promise<Message | { dropped: string }>): Job =>
    async (desk, payload, to) => {
      const given = noticeSchema.parse(payload);
      const today = localDate(desk.now, desk.settings.zone);
      const found = await foundById({ store: desk.store, today }, types, given.id);
      if (!found) return given.ref === undefined ? { dropped: "the entry was taken back" } : say(`${given.ref} was taken back.`);
      if ("id" in to && !may(await askerOf(desk, to), found.type, "show", found.project, found.entry)) {
        if (draw === ownerAsked && isOutside(to)) await tellWhoNamed(desk, found, given);
        return { dropped: "it may not be seen by them" };
      }
      return draw(desk, found, given, to);
    };
  return {
    "entry.owner": drawn(ownerAsked),
    "entry.outside": drawn(ownerIsOutside),
    "entry.accept": drawn(acceptAsked),
    "entry.told": drawn(told),
    "entry.news": drawn(news),
  };
}

async function ownerAsked(desk: Desk, found: Found, { by }: Notice, to: Person | Channel) {
  const { store } = desk;
  const { type, entry } = found;
  if (!("id" in to) || ownerOf(type, entry) !== to.id) return { dropped: "somebody else owns it now" };
  if (isFinal(type, entry.state)) return { dropped: "it is closed already" };
  const asker = by === undefined ? undefined : await store.people.get(by);
  return withButtons(
    say(
      text`${asker ? mention(asker) : "Somebody"} named you as owner of ${aboutLine(found)}`,
      ...gistLine(desk, found),
      "Hand it back if it is not yours: whoever runs the project is told.",
    ),
    [
      { label: "Accept", action: "entry.take", value: entry.id, style: "primary" },
      { label: "Hand back", action: "entry.back", value: entry.id },
      buttonFor.show(entry),
    ],
  );
}

/** Of somebody new it is known only now that they are a guest: an owner who may not know of it would do nothing. */
async function tellWhoNamed({ store, now }: Desk, { entry }: Found, { id, by }: Notice): Promise<void> {
  if (by === undefined) return;
  const posting = { key: `entry:${id}:outside:${entry.version}`, job: "entry.outside", payload: { id }, to: { person: by } };
  await store.outbox.add({ ...posting, class: "interactive" }, now);
}

async function ownerIsOutside({ store }: Desk, found: Found) {
  const owner = await store.people.get(ownerOf(found.type, found.entry) ?? "");
  if (!owner || !isOutside(owner)) return { dropped: "somebody else owns it now" };
  const why = `${owner.name} is a guest or of another organisation and has no role on ${found.project.key}, so they are not told of it.`;
  return withButtons(
    say(text`You named ${owner.name} as owner of ${aboutLine(found)}`, `${why} Name somebody else, or ask the PMO to give them a role.`),
    [buttonFor.edit(found.entry), buttonFor.show(found.entry)],
  );
}

async function acceptAsked(desk: Desk, found: Found) {
  const { store } = desk;
  const { type, entry, project } = found;
  const author = await store.people.get(entry.author);
  const line = text`${author ? mention(author) : "Somebody"} proposes ${aboutLine(found)}`;
  if (!entry.proposed) return say(line, `Accepted. It counts on ${project.key} and in the digest.`);
  if (isFinal(type, entry.state)) return say(line, "Declined. Leadership does not see it.");
  return withButtons(say(line, ...gistLine(desk, found), `The ${project.key} team sees it now; leadership only once you accept it.`), [
    { label: "Accept", action: "entry.accept", value: entry.id, style: "primary" },
    buttonFor.edit(entry),
    { label: "Decline", action: "entry.decline", value: entry.id, opensForm: true },
  ]);
}

async function told(desk: Desk, found: Found, { what, by }: Notice, to: Person | Channel) {
  const { store } = desk;
  const { type, entry, project } = found;
  const channels = await store.projects.channels({ project: project.id });
  if (!channels.some((each) => "channel" in to && each.channel === to.channel && !each.shared))
    return { dropped: "the channel is not the project's own any more" };
  const who = by === undefined ? undefined : await store.people.get(by);
  const state = type.states[entry.state]?.label ?? entry.state;
  const deed = what === "moved" ? `moved to ${state}` : what === "accepted" ? "accepted" : entry.proposed ? "proposed" : "logged";
  return withButtons(say(text`${aboutLine(found)}: ${deed}${who ? ` by ${who.name}` : ""}`, ...gistLine(desk, found)), [
    buttonFor.show(entry),
  ]);
}

async function news(desk: Desk, found: Found, { what, by }: Notice) {
  const { store } = desk;
  const { type, entry } = found;
  const who = by === undefined ? undefined : await store.people.get(by);
  const reason = (await store.entries.history(entry.id)).at(-1)?.reason ?? (what === "declined" ? keptReason(found) : undefined);
  const line = text`${who?.name ?? "Somebody"} ${what ?? "changed"} ${bold(refOf(type, entry))} ${titleOf(type, entry)}${reason === undefined || reason === what ? "." : `: ${reason}`}`;
  return withButtons(say(line, ...(what === "settled" ? gistLine(desk, found) : [])), [buttonFor.show(entry)]);
}

/** A register may keep the reason for a state in a field of its own: an issue's resolution. */
function keptReason({ type, entry }: Found): string | undefined {
  const name = type.states[entry.state]?.reason ?? "";
  const kept = type.fields[name]?.control.kind === "text" ? entry.values[name] : undefined;
  return typeof kept === "string" ? kept : undefined;
}

function withButtons(message: Message, buttons: readonly Button[]): Message {
  return { ...message, blocks: [...message.blocks, { kind: "buttons", buttons }] };
}
