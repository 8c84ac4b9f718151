import type { Button, Message } from "../../chat/message.ts";
import { bold, type Text, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import { instantOf, type LocalTime, localDate } from "../../core/time.ts";
import type { Desk, Feature, Job, Press } from "../../routes.ts";
import { Asking, promptKey, slot } from "./asking.ts";
import { meanwhile } from "./meanwhile.ts";
import { hasDraft, isOpen, type Owed, owedBy } from "./owed.ts";
import { said } from "./record.ts";
import { reporting } from "./reporter.ts";
import { dueWords, list, near, nearOf } from "./wording.ts";

const hour = 3_600_000;
const putOffFor = 3 * hour;
/** Later than this it is not the same working day for anybody who could still help. */
const lastToday: LocalTime = "15:00";

/** Only what is missing, to whoever has not answered. */
const reminderJob: Job = async (desk, payload, to) => {
  const asking = Asking.parse(payload);
  if (!("identities" in to)) return { dropped: "a reminder goes to a person" };
  const all = await onCard(desk, asking, to);
  const open = all.filter(isOpen);
  if (!asking.again && open.length === 0) return { dropped: "all answered, or nothing asked" };
  if (!asking.again && (await isAway(desk, to))) return { dropped: "away" };
  const drawn = reminder(desk, asking, all, open, to, await mayWait(desk, asking, to));
  const [line, ...rest] = drawn.blocks;
  return line && open.length > 0 ? { ...drawn, blocks: [line, ...(await meanwhile(desk, to)), ...rest] } : drawn;
};

export async function isAway({ store, now }: Desk, person: Person): Promise<boolean> {
  const today = localDate(now, person.zone);
  return (await store.people.absences(today, today, person.id)).length > 0;
}

/** Everything that the person's cards of that day asked for, so that what was received can be thanked for. */
export async function onCard(desk: Desk, asking: Asking, to: Person): Promise<readonly Owed[]> {
  const cards = await desk.store.outbox.list({ keyStart: promptKey({ person: to.id, date: asking.date }), limit: 500 });
  const projects = cards.flatMap(({ payload }) => Asking.safeParse(payload).data?.projects ?? []);
  const all = await owedBy(desk, to, asking.date, [...new Set([...projects, ...asking.projects])]);
  return all.filter((owed) => isOpen(owed) || owed.report).toSorted((a, b) => (a.project.key < b.project.key ? -1 : 1));
}

function reminder(desk: Desk, asking: Asking, all: readonly Owed[], open: readonly Owed[], to: Person, mayWait: boolean): Message {
  const first = open[0];
  if (!first) return { summary: "Received, thanks", blocks: [{ kind: "text", text: thanks(all) }] };
  const value = slot(first.project.id, asking.date);
  const buttons: readonly Button[] = [
    { label: "Update", action: "status.update", value, opensForm: true, style: "primary" },
    ...(mayWait ? [{ label: "Later today", action: "status.later", value }] : []),
    { label: "I'm away", action: "status.away", value, opensForm: true },
  ];
  return {
    summary: `Still open: ${list(open.map(({ project }) => project.key))}`,
    blocks: [{ kind: "text", text: text`${thanks(all)}${stillOpen(open, desk.now, to)}` }, ...drafts(open), { kind: "buttons", buttons }],
  };
}

/** "2 of 3 received, thanks. "; nothing, where nothing was received. */
function thanks(all: readonly Owed[]): string {
  const received = all.filter(({ report }) => report);
  const keys = list(received.map(({ project }) => project.key));
  if (received.length === 0) return all.length === 0 ? "Nothing is asked of you here any more." : "";
  if (received.length === all.length) return `${keys} received, thanks.`;
  return received.length < 3 ? `${keys} received, thanks. ` : `${received.length} of ${all.length} received, thanks. `;
}

function stillOpen(open: readonly Owed[], now: Date, to: Person): Text {
  const dues = new Map(open.map((owed) => [owed.moments.due.getTime() + owed.portfolio.zone, owed]));
  const due = ({ moments, portfolio }: Owed) => dueWords(portfolio, moments.due, now, to.zone);
  const [only] = dues.values();
  if (only && dues.size === 1) return text`Still open: ${bold(list(open.map(({ project }) => project.key)))}, ${due(only)}.`;
  return text`Still open: ${open.map((owed) => `${owed.project.key} (${due(owed)})`).join(", ")}.`;
}

function drafts(open: readonly Owed[]): Message["blocks"] {
  const begun = open.filter(hasDraft).map(({ project }) => project.key);
  return begun.length === 0 ? [] : [{ kind: "text", text: `You have ${begun.length === 1 ? "a draft" : "drafts"} for ${list(begun)}.` }];
}

/** [Later today]: the reminder comes once more, in three hours or at 15:00, whichever is first. On the record. */
const later: Press = async (call, value) => {
  const { slot: pressed, owed } = await reporting(call, value);
  const at = laterToday(call.now, call.me);
  const when = nearOf(owed.portfolio, owed.moments.due, call.now, call.me.zone);
  const isPast = owed.moments.due <= call.now;
  const due = isPast ? `was due ${when}` : `is due ${when}`;
  if (!at) refuse(`It is past ${lastToday}, so there is no later today. ${owed.project.key} ${due}.`);
  const sent = await call.store.outbox.list({ keyStart: `reminder:${call.me.id}:${pressed.period}`, limit: 100 });
  const reminded = sent.flatMap(({ payload }) => Asking.safeParse(payload).data?.projects ?? []);
  const asking: Asking = { person: call.me.id, date: pressed.period, projects: [...new Set([...reminded, owed.project.id])] };
  const key = laterKey(call.me, pressed.period);
  const added = await call.store.outbox.add(
    {
      key,
      job: "status.reminder",
      payload: asking,
      to: { person: call.me.id },
      class: "prompt",
      notBefore: at,
      notAfter: owed.moments.cutOff,
    },
    call.now,
  );
  if (!added) refuse(`You put it off once already. ${owed.project.key} ${due}.`);
  const record = { at: call.now, actor: call.me.id, source: call.user.platform, what: said.putOff, to: at.toISOString() };
  await call.store.record({ ...record, subject: `project:${owed.project.id}` });
  const told = `I will ask again at ${near(at, call.now, call.me.zone)}. It ${isPast ? due : `is still due ${when}`}.`;
  const update: Button = { label: "Update", action: "status.update", value, opensForm: true };
  const blocks = [{ kind: "text", text: told } as const, { kind: "buttons", buttons: [update] } as const];
  return { kind: "message", to: "replace", message: { summary: told, blocks } };
};

const laterKey = ({ id }: Person, date: string): string => `reminder:${id}:${date}:later`;

/** Once, and while there is a later today: a button that would only be refused is not shown. */
async function mayWait({ store, now }: Desk, { date }: Asking, to: Person): Promise<boolean> {
  return laterToday(now, to) !== undefined && (await store.outbox.byKey(laterKey(to, date))) === undefined;
}

function laterToday(now: Date, { zone }: Person): Date | undefined {
  const last = instantOf(localDate(now, zone), lastToday, zone);
  if (now >= last) return undefined;
  return new Date(Math.min(now.getTime() + putOffFor, last.getTime()));
}

export const reminding: Feature = { jobs: { "status.reminder": reminderJob }, presses: { "status.later": later } };
