import { type Block, type Button, type Message, say } from "../../chat/message.ts";
import { beginning } from "../../core/letters.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Desk, Job } from "../../routes.ts";
import { pmoOf } from "../../verbs/office.ts";
import { compose } from "./compose.ts";
import { gather } from "./gather.ts";
import { factsOf, type Issued, issued, isTaken, postings, readingOf, Which } from "./issue.ts";
import { message } from "./message.ts";
import * as notices from "./notices.ts";

export const previewJob: Job = async (desk, payload) => {
  const found = await issued(desk.store, Which.parse(payload));
  return found ? previewOf(desk, found) : { dropped: "the digest was removed" };
};

/** The digest as it would be posted now, with what only the PMO may know and do. */
export async function previewOf(desk: Desk, found: Issued): Promise<Message> {
  const { audience, portfolio, at, issue } = found;
  if (issue?.state === "posted") {
    const kept = factsOf(issue);
    return kept ? led(notices.wentOut(audience), message(kept, { rest: "in the thread", footer: [] })) : say(notices.wentOut(audience));
  }
  const facts = await gather(desk, await readingOf(desk.store, found));
  const drawn = message(compose(facts), { rest: "in the thread", footer: [notices.persons(facts) ?? []].flat() });
  if (await isTaken(desk.store, found)) return led(notices.goesNow(audience), drawn);
  const { newest } = await postings(desk.store, { audience: audience.id, period: found.period });
  const isHeld = issue?.state === "held";
  const isOver = newest !== undefined && at <= desk.now;
  const buttons: Block = { kind: "buttons", buttons: buttonsOf(found, isHeld || isOver) };
  const goes = issue?.announced ? notices.preview(audience, at, portfolio.zone) : notices.unplanned(audience);
  const waits = isOver ? notices.unsent(found, newest) : goes;
  const lead = led(isHeld ? notices.held(audience) : waits, drawn);
  return { ...lead, blocks: [...lead.blocks, buttons] };
}

function led(words: string, drawn: Message): Message {
  return { summary: beginning(words, 150), blocks: [{ kind: "small", text: words }, ...drawn.blocks] };
}

function buttonsOf({ audience, period }: Issued, isStopped: boolean): readonly Button[] {
  const value = JSON.stringify({ audience: audience.id, period });
  return [
    { label: "Post now", action: "digest.now", value, style: "primary" },
    ...(isStopped ? [] : [{ label: "Hold", action: "digest.hold", value }]),
    { label: "Add a note", action: "digest.note", value, opensForm: true },
  ];
}

export async function addPreviews(desk: Desk, found: Issued): Promise<void> {
  const { audience, portfolio, period, at } = found;
  await announce(desk, found, at);
  for (const person of await pmoOf(desk, { portfolio: portfolio.id }, localDate(desk.now, portfolio.zone))) {
    const payload = { audience: audience.id, period };
    const key = `${toldKey(audience.id, period)}preview:${person}`;
    await desk.store.outbox.add({ key, job: "digest.preview", payload, to: { person }, class: "digest", notAfter: at }, desk.now);
  }
}

/** Keeps what the previews say, so that a digest whose hour is changed afterwards is not lost between the two. */
export async function announce({ store }: Desk, found: Issued, at: Date | undefined): Promise<void> {
  const { audience, period } = found;
  const { asOf, since } = await readingOf(store, found);
  const { announced: _, ...issue } = found.issue ?? { audience: audience.id, period, state: "previewed", asOf, since };
  await store.digests.saveIssue({ ...issue, ...(at && { announced: at }) });
}

/** Everything that the PMO was told of one digest: previews, that it is held, that it could not be posted. */
export const toldKey = (audience: string, period: LocalDate): string => `digest-told:${audience}:${period}:`;

/** Every copy of it shows what became of the digest; `cause` names the change, once. */
export async function redrawTold({ store, now }: Desk, { audience, period }: Issued, cause: string, except?: string): Promise<void> {
  const told = await store.outbox.list({ keyStart: toldKey(audience.id, period), limit: 200 });
  for (const { key, job, to, payload } of told) {
    if ("person" in to && to.person === except) continue;
    const edit = { key: `digest-redrawn:${key}:${cause}`, job, payload, to, follows: { key, how: "edit" as const } };
    await store.outbox.add({ ...edit, class: "digest" }, now);
  }
}
