import type { Block, Button, Message } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import type { Desk, Feature, Job, Press } from "../../routes.ts";
import { askedAbout } from "./asked.ts";
import { Asking, slot } from "./asking.ts";
import { consequences, type Silent, silence } from "./escalation.ts";
import { factsFor } from "./facts.ts";
import { isOpen, type Owed, owedBy } from "./owed.ts";
import { timeline } from "./plan.ts";
import { note, promised, said } from "./record.ts";
import { toldAbout } from "./redraw.ts";
import { isAway, onCard } from "./reminder.ts";
import { reporting } from "./reporter.ts";
import { list, nearOf } from "./wording.ts";

/** What would go to somebody else about the silence of `person`. */
interface Coming {
  readonly to: Person;
  readonly at: Date;
  readonly owed: readonly Owed[];
}

/** Before anything goes to anyone else, the one it is about reads it, word by word. */
const headsUpJob: Job = async (desk, payload, to) => {
  const asking = Asking.parse(payload);
  if (!("identities" in to)) return { dropped: "a heads-up goes to a person" };
  const open = (await onCard(desk, asking, to)).filter(isOpen);
  if (!asking.again && open.length === 0) return { dropped: "all answered, or nothing asked" };
  if (!asking.again && (await isAway(desk, to))) return { dropped: "away" };
  return headsUp(desk, asking, open, to);
};

async function headsUp(desk: Desk, asking: Asking, open: readonly Owed[], to: Person): Promise<Message> {
  const first = open[0];
  if (!first) return settled(desk, asking);
  const coming = await comingEscalations(desk, to, open);
  const value = slot(first.project.id, asking.date);
  const until = postponable(first, desk.now);
  const given = await promised(desk, first.project.id, asking.date);
  const buttons: readonly Button[] = [
    { label: "Update", action: "status.update", value, opensForm: true, style: "primary" },
    ...(until && !given && coming.length > 0
      ? [{ label: `I'll post by ${nearOf(first.portfolio, until, desk.now, to.zone)}`, action: "status.promise", value }]
      : []),
    { label: "I'm away", action: "status.away", value, opensForm: true },
    { label: "Talk to the PMO", action: "status.askPmo", value, opensForm: true },
  ];
  const keys = list(open.map(({ project }) => project.key));
  const blocks = (await Promise.all(coming.map((each, i) => warning(desk, each, to, i === 0)))).flat();
  const [next = ""] = await consequences(desk, [{ owed: first, asked: undefined }], to);
  const none: Block = { kind: "text", text: text`${bold(keys)}: still open. ${next}` };
  return {
    summary: `Only you see this: ${keys} ${open.length === 1 ? "is" : "are"} still open`,
    blocks: [...(blocks.length > 0 ? blocks : [none]), { kind: "buttons", buttons }],
  };
}

async function settled(desk: Desk, { date, projects }: Asking): Promise<Message> {
  const told = (await Promise.all(projects.map((project) => toldAbout(desk, project, date)))).flat();
  const names = list([...new Set(told.map(({ name }) => name))]);
  const text =
    names === "" ? "Received, thanks. Nothing is sent to anybody else." : `Received, thanks. The message to ${names} says so now.`;
  return { summary: "Received, thanks", blocks: [{ kind: "text", text }] };
}

async function warning(desk: Desk, { to, at, owed }: Coming, reader: Person, isFirst: boolean): Promise<readonly Block[]> {
  const keys = list(owed.map(({ project }) => project.key));
  const when = owed[0] ? nearOf(owed[0].portfolio, at, desk.now, reader.zone) : "";
  const condition = text`If ${bold(keys)} ${owed.length === 1 ? "is" : "are"} still open on ${when}, ${to.name} gets`;
  const intro = isFirst ? text`Only you see this. ${condition} the message below. Answer and nothing is sent.` : text`${condition} this:`;
  return [{ kind: "text", text: intro }, ...(await quoted(desk, { to, at, owed }))];
}

/** The message as it will read at the moment it leaves. */
async function quoted(desk: Desk, { to, at, owed }: Coming): Promise<readonly Block[]> {
  const then: Desk = { ...desk, now: at };
  const lines: Block[] = [];
  const silent: Silent[] = [];
  for (const each of await owedBy(
    then,
    to,
    owed[0]?.period ?? "",
    owed.map(({ project }) => project.id),
    "watching",
  )) {
    for (const block of await silence(then, each, to)) if (block.kind === "text") lines.push({ kind: "quote", text: block.text });
    silent.push({ owed: each, asked: await askedAbout(then, each) });
  }
  return [...lines, ...(await consequences(then, silent, to)).map((text): Block => ({ kind: "quote", text }))];
}

/** What the schedule would tell whom, and when, if nobody answered; later where that was promised. */
async function comingEscalations(desk: Desk, person: Person, open: readonly Owed[]): Promise<readonly Coming[]> {
  const last = new Date(Math.max(...open.map(({ moments }) => moments.cutOff.getTime())));
  if (last <= desk.now) return [];
  const period = open[0]?.period;
  const facts = await factsFor(desk.store, desk.now, last, new Set(open.map(({ project }) => project.id)));
  const coming: Coming[] = [];
  for (const { kind, person: id, date, at, about } of timeline(facts, desk.now, last).messages) {
    const to = kind === "escalation" && date === period ? await desk.store.people.get(id) : undefined;
    const mine = open.filter(({ project }) => about?.get(project.id)?.asked === person.id);
    const [first] = mine;
    if (!to || !first) continue;
    const later = await promised(desk, first.project.id, first.period);
    coming.push({ to, at: later && later > at ? later : at, owed: mine });
  }
  const place = ({ owed: [first] }: Coming) => (first ? open.indexOf(first) : open.length);
  return coming.toSorted((a, b) => place(a) - place(b));
}

/** An hour before the cut-off, where that is after the escalation would have left. */
function postponable({ moments }: Owed, now: Date): Date | undefined {
  const until = new Date(moments.cutOff.getTime() - 3_600_000);
  return until > moments.escalation && moments.escalation > now ? until : undefined;
}

/** [I'll post by Thu 15:00]: the escalation waits until then, once, and everybody can read that it did. */
const promise: Press = async (call, value) => {
  const { slot: pressed, owed: first } = await reporting(call, value);
  const until = postponable(first, call.now);
  if (first.report) refuse(`${first.project.key} was received, so there is nothing to put off.`);
  if (!until) refuse("It is too late to put it off: the message has left. An update still helps.");
  if (await promised(call, first.project.id, pressed.period)) refuse("You put it off once already. An update stops it.");
  const warned = Asking.safeParse((await call.store.outbox.byKey(`headsUp:${call.me.id}:${pressed.period}`))?.payload).data;
  const asking = warned ?? { person: call.me.id, date: pressed.period, projects: [first.project.id] };
  const open = (await onCard(call, asking, call.me)).filter(isOpen);
  for (const { to, owed } of await comingEscalations(call, call.me, open)) {
    const payload = { person: to.id, date: pressed.period, projects: owed.map(({ project }) => project.id) };
    const key = `escalation:${to.id}:${pressed.period}:promised:${call.me.id}`;
    const times = { notBefore: until, notAfter: first.moments.cutOff };
    await call.store.outbox.add({ key, job: "status.escalation", payload, to: { person: to.id }, class: "prompt", ...times }, call.now);
  }
  for (const { project } of open) await note(call, project.id, said.postponed, pressed.period, until.toISOString());
  return { kind: "message", to: "replace", message: await headsUp(call, asking, open, call.me) };
};

export const warningAhead: Feature = { jobs: { "status.headsUp": headsUpJob }, presses: { "status.promise": promise } };
