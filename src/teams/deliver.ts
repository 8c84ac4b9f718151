import { setTimeout } from "node:timers/promises";
import { type Message, say } from "../chat/message.ts";
import type { Answer } from "../ports/adapter.ts";
import type { Log } from "../ports/index.ts";
import { SendFailure } from "../ports/messenger.ts";
import { numberToTell } from "../trace.ts";
import type { Heard } from "./activity.ts";
import type { Cloud } from "./cloud.ts";
import type { Connector, Room } from "./connector.ts";
import { upload } from "./file.ts";
import type { Read } from "./inbound.ts";
import { type Activity, activityOf } from "./message.ts";
import type { References } from "./references.ts";
import { isTargeted, type Send } from "./reply.ts";

export interface Line {
  readonly connector: Connector;
  readonly references: References;
  readonly cloud: Cloud;
  readonly log: Log;
  /** Aborted when the program stops. */
  readonly stopping: AbortSignal;
}

const attempts = 3;
const longestPauseMs = 30_000;

/**
 * Sends what an answer consists of besides the answer itself. What fails is logged: the change behind it is stored already.
 * Where Teams does not take the answer as it is, whoever asked gets the number of that.
 */
export async function deliver(line: Line, sends: readonly Send[], heard: Heard): Promise<void> {
  for (const send of sends) {
    try {
      await persistently(line, () => deliverOne(line, send, heard));
    } catch (error) {
      const id = note(line.log, error, heard);
      if (!(error instanceof SendFailure) || error.kind !== "refused") continue;
      const told: Send = { to: "me", activity: activityOf(notShown(id), heard.tenant) };
      await persistently(line, () => deliverOne(line, told, heard)).catch((again: unknown) => note(line.log, again, heard));
    }
  }
}

/** The change behind an answer is stored before anything of it is shown. */
export const notShown = (id: string): Message =>
  say(`The answer could not be shown, but what you asked may be done: look before you ask again. The number for your PMO is ${id}.`);

/** The number by which whoever asked and the log speak of the same failure. */
export function note(log: Log, error: unknown, heard: Heard): string {
  const id = numberToTell();
  log.warn({ err: error, id, activity: heard.activity.id }, "an answer could not be shown on Teams");
  return id;
}

/** Tries again what was surely not sent: whoever sees no answer does the whole thing a second time. */
async function persistently(line: Line, send: () => Promise<void>, left = attempts): Promise<void> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof SendFailure) || error.kind !== "later" || left === 1) throw error;
    await setTimeout(Math.min(error.retryAfterMs ?? 1000, longestPauseMs), undefined, { signal: line.stopping });
    return persistently(line, send, left - 1);
  }
}

async function deliverOne({ connector, references, log }: Line, send: Send, heard: Heard): Promise<void> {
  const here: Room = { conversation: heard.activity.conversation.id, serviceUrl: heard.serviceUrl };
  switch (send.to) {
    case "message":
      return connector.update(here, send.id, send.activity);
    case "here":
      await connector.post(here, send.activity);
      return;
    case "me":
      if (heard.direct) await connector.post(here, send.activity);
      else if (isTargeted(heard)) await connector.post(here, send.activity, heard.teamsId);
      else await inPrivate(send);
      return;
    default:
      return send satisfies never;
  }

  async function inPrivate({ activity, aside }: { readonly activity: Activity; readonly aside?: string }): Promise<void> {
    try {
      await connector.post(await chatOf({ connector, references }, heard.tenant, heard.user, heard.serviceUrl), activity);
    } catch (error) {
      if (!(error instanceof SendFailure) || error.kind !== "unreachable" || heard.borrowed) throw error;
      const words = "I cannot write to you in private yet. Please open my chat once from Apps, then ask again.";
      await connector.post(here, activityOf(say(words), heard.tenant));
      return;
    }
    // The answer itself has arrived: a line that fails must not send it again.
    if (aside !== undefined)
      await connector.post(here, activityOf(say(aside), heard.tenant)).catch((error: unknown) => note(log, error, heard));
  }
}

/** The 1:1 chat with somebody: as last heard, or made now. */
export async function chatOf(
  line: Pick<Line, "connector" | "references">,
  tenant: string,
  user: string,
  serviceUrl: string,
): Promise<Room> {
  const known = await line.references.chat(tenant, user);
  if (known) return known;
  const made = await line.connector.chatWith(user, tenant, serviceUrl);
  await line.references.keepChat(tenant, user, made);
  return made;
}

/** Somebody allowed the file: asks for it again, puts it where Teams said, and says so on the card. */
export async function deliverFile(line: Line, read: Extract<Read, { on: "file" }>, heard: Heard, answer: Answer): Promise<void> {
  const card = heard.activity.replyToId ?? undefined;
  const { intent, uploadUrl, name = "the file" } = read;
  const told = (words: string): Send =>
    card === undefined
      ? { to: "here", activity: activityOf(say(words), heard.tenant) }
      : { to: "message", id: card, activity: activityOf(say(words), heard.tenant) };
  if (!intent || uploadUrl === undefined) return deliver(line, [told("Not sent.")], heard);
  const reply = await answer(intent);
  if (reply.kind === "message") return deliver(line, [{ to: "here", activity: activityOf(reply.message, heard.tenant) }], heard);
  if (reply.kind !== "file") return;
  try {
    await upload(reply, uploadUrl, line.cloud);
    await deliver(line, [told(`${name} is in your OneDrive.`)], heard);
  } catch (error) {
    line.log.warn({ err: error }, "a file could not be put into somebody's OneDrive");
    await deliver(line, [told(`${name} could not be put into your OneDrive. Please ask for it again.`)], heard);
  }
}
