import { readJson } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { refuse } from "../../core/refusal.ts";
import { holdsOn } from "../../core/rights.ts";
import type { DigestIssue } from "../../ports/digests.ts";
import type { Call, Press, Submit } from "../../routes.ts";
import { type Issued, issued, isTaken, postings, readingOf, Which } from "./issue.ts";
import * as notices from "./notices.ts";
import { addPost } from "./plan.ts";
import { previewOf, redrawTold } from "./preview.ts";

const noteMost = 600;

export const postNow: Press = async (call, value) => {
  const found = await forPmo(call, value);
  if (!(await addPost(call, found, call.now))) refuse("It has been posted, or is on its way. Nothing was posted twice.");
  await save(call, found, { state: "previewed" });
  await redrawTold(call, found, call.id, call.me.id);
  return replaced(call, found);
};

export const hold: Press = async (call, value) => {
  const found = await forPmo(call, value);
  const { newest, failed } = await postings(call.store, { audience: found.audience.id, period: found.period });
  const calledBack = newest && !failed && (await call.store.outbox.cancel(newest.key, "held by the PMO", call.now));
  if (!calledBack && (await isTaken(call.store, found)))
    refuse(
      `It is too late to hold it: it has gone to ${notices.channelName(found.audience)}. A corrected report is corrected in the post.`,
    );
  await save(call, found, { state: "held" });
  await redrawTold(call, found, call.id, call.me.id);
  return replaced(call, found);
};

export const note: Press = async (call, value) => {
  const found = await forPmo(call, value);
  await expectOpen(call, found);
  return { kind: "form", form: noteForm(value, found.issue?.note) };
};

export const saveNote: Submit = async (call, state, answers) => {
  const found = await forPmo(call, state);
  await expectOpen(call, found);
  const words = answers["note"]?.trim();
  if (words !== undefined && words.length > noteMost)
    return { kind: "form", form: noteForm(state, words, `${words.length} characters; at most ${noteMost} fit.`) };
  await save(call, found, { note: words });
  await redrawTold(call, found, call.id);
  return { kind: "message", message: say(notices.noteSaved), to: "me" };
};

function noteForm(state: string, value?: string, error?: string): Form {
  const control = { kind: "text", lines: "many", max: noteMost } as const;
  const more = { ...(value !== undefined && { value }), ...(error !== undefined && { error }) };
  const field = { name: "note", label: "Note", hint: notices.noteHint, control, required: false, ...more };
  return { action: "digest.note", state, title: "Note on the digest", submit: "Keep", fields: [field] };
}

/** Whoever forged the value: the digest must be there, and the one who presses must be of its PMO. */
async function forPmo(call: Call, value: string): Promise<Issued> {
  const which = readJson(Which, value);
  const found = which && (await issued(call.store, which));
  if (!found || !holdsOn(call.rights, ["pmo", "admin"], found.portfolio.id))
    refuse("Only the PMO of the portfolio can do that, or the digest is not there any more. Nothing was changed.");
  return found;
}

async function expectOpen({ store }: Call, found: Issued): Promise<void> {
  if (await isTaken(store, found))
    refuse(`It goes to ${notices.channelName(found.audience)} without a note. Say it in the thread; the next preview takes a note again.`);
}

async function save(
  call: Call,
  found: Issued,
  change: { readonly state?: DigestIssue["state"]; readonly note?: string | undefined },
): Promise<void> {
  const { audience, period, issue } = found;
  const { asOf, since } = await readingOf(call.store, found);
  const words = "note" in change ? change.note : issue?.note;
  const state = change.state ?? issue?.state ?? "previewed";
  const { announced, facts } = issue ?? {};
  const kept = { ...(words !== undefined && { note: words }), ...(announced && { announced }), ...(facts !== undefined && { facts }) };
  await call.store.digests.saveIssue({ audience: audience.id, period, state, asOf, since, ...kept });
}

async function replaced(call: Call, { audience, period }: Issued): Promise<Reply> {
  const found = await issued(call.store, { audience: audience.id, period });
  if (!found) return { kind: "done" };
  return { kind: "message", message: await previewOf(call, found), to: "replace" };
}
