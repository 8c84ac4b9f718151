import { type Message, say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { type Text, text } from "../chat/text.ts";
import type { Heard } from "./activity.ts";
import type { Element } from "./element.ts";
import { wordsOf, writer } from "./escape.ts";
import { consentTo } from "./file.ts";
import { dialogTitle, formCard } from "./form.ts";
import type { Read } from "./inbound.ts";
import { cut, maxChoice } from "./limits.ts";
import { type Activity, act, activityOf, activityWith, cardOf, cardType, cardWith, inRows, paragraph, type Stage } from "./message.ts";

/** What is sent besides the answer to the request. `aside`: what the others in a channel may read of it. */
export type Send =
  | { readonly to: "here" | "me"; readonly activity: Activity; readonly aside?: string }
  | { readonly to: "message"; readonly id: string; readonly activity: Activity };

/** How a reply looks on Teams: the body that answers an invoke, and what is sent once that is on its way. */
export interface Outcome {
  readonly answer?: object;
  readonly sends: readonly Send[];
}

type Surface = Extract<Read, { on: "chat" | "card" | "dialog" }>;

export function outcomeOf(reply: Reply, read: Exclude<Read, { on: "file" }>, heard: Heard): Outcome {
  switch (read.on) {
    case "chat":
      return inChat(reply, read, heard);
    case "card":
      return onCard(reply, read, heard);
    case "dialog":
      return inDialog(reply, read, heard);
    case "search":
      return { answer: options(reply), sends: [] };
    case "notice":
      return reply.kind === "message" ? { sends: [{ to: "me", activity: activityOf(reply.message, heard.tenant) }] } : { sends: [] };
    default:
      return read satisfies never;
  }
}

/** A typed command. Nothing typed can open a dialog: the form comes as a card, or in a channel as a button for one. */
function inChat(reply: Reply, read: Surface, heard: Heard): Outcome {
  const { tenant, direct } = heard;
  switch (reply.kind) {
    case "message": {
      const activity = activityOf(reply.message, tenant);
      if (reply.to === "replace" && read.over !== undefined) return { sends: [{ to: "message", id: read.over, activity }] };
      return { sends: [reply.to === "me" ? privately(activity, heard) : { to: "here", activity }] };
    }
    case "form":
      if (direct || !read.asked) return { sends: [privately(activityWith(formCard(reply.form, stageOf(heard)), reply.form.title), heard)] };
      return { sends: [{ to: isTargeted(heard) ? "me" : "here", activity: doorTo(reply.form.title, read, heard) }] };
    case "file":
      return { sends: withFile(reply, read, heard) };
    default:
      return { sends: [] };
  }
}

/** A button on a card, or a form that is a card. The answer is seen by the presser alone and is gone after a while, so what has to stay is sent too. */
function onCard(reply: Reply, read: Surface, heard: Heard): Outcome {
  const { tenant, direct } = heard;
  const { intent } = read;
  const fromForm = intent.kind === "submit" || (intent.kind === "press" && intent.answers !== undefined);
  switch (reply.kind) {
    case "message": {
      const card = cardOf(reply.message, { workspace: tenant });
      const activity = activityWith(card, reply.message.summary);
      if (reply.to === "replace" || (fromForm && direct)) return swapped(card, activity, read);
      if (reply.to === "here") return { answer: note("Done."), sends: [{ to: "here", activity }] };
      if (direct) return { answer: note("Answered below."), sends: [{ to: "here", activity }] };
      const words = shortWords(reply.message);
      if (words !== undefined) return { answer: note(words), sends: [] };
      return { answer: note("Answered in our 1:1 chat."), sends: [{ to: "me", activity }] };
    }
    case "form": {
      const card = formCard(reply.form, stageOf(heard));
      const activity = activityWith(card, reply.form.title);
      if (fromForm) return swapped(card, activity, read);
      return { answer: note(direct ? "The form is below." : "The form is in our 1:1 chat."), sends: [{ to: "me", activity }] };
    }
    case "file":
      return { answer: note(`The file is ${direct ? "below" : "in our 1:1 chat"}.`), sends: withFile(reply, read, heard) };
    case "options":
    case "done": {
      const closed = cardOf(say("Done."), { workspace: tenant });
      return fromForm ? swapped(closed, activityWith(closed, "Done."), read) : { answer: note("Done."), sends: [] };
    }
    default:
      return reply satisfies never;
  }
}

function inDialog(reply: Reply, read: Surface, heard: Heard): Outcome {
  const { activity, tenant, direct, borrowed } = heard;
  const stage = { ...stageOf(heard), dialog: read.over === undefined ? {} : { over: read.over } };
  const opened = activity.name !== "task/submit";
  switch (reply.kind) {
    case "form":
      return {
        answer: dialog(dialogTitle(reply.form), formCard(reply.form, stage), reply.form.fields.length > 4 ? "large" : "medium"),
        sends: [],
      };
    case "message": {
      const sent = activityOf(reply.message, tenant);
      const close: Outcome = opened ? { answer: closing("Done."), sends: [] } : { sends: [] };
      if (!borrowed && reply.to === "replace" && read.over !== undefined)
        return { ...close, sends: [{ to: "message", id: read.over, activity: sent }] };
      if (!borrowed && reply.to === "here") return { ...close, sends: [{ to: "here", activity: sent }] };
      if (direct && !opened) return { sends: [{ to: "here", activity: sent }] };
      return { answer: dialog(cut(wordsOf(reply.message.summary), maxChoice), cardOf(reply.message, stage), "medium"), sends: [] };
    }
    case "file":
      return { answer: closing("The file is in our 1:1 chat."), sends: withFile(reply, read, heard) };
    case "options":
    case "done":
      return opened ? { answer: closing("Done."), sends: [] } : { sends: [] };
    default:
      return reply satisfies never;
  }
}

const stageOf = ({ tenant, activity }: Heard): Stage => ({ workspace: tenant, ...(activity.id && { drawn: activity.id }) });

/** The same form, handed in a second time: what came of the first stays on the screen. */
export const answerToRepeat = ({ on }: Read): object | undefined => (on === "card" ? note("That was handed in already.") : undefined);

function swapped(card: Element, activity: Activity, { over }: Surface): Outcome {
  const answer = { statusCode: 200, type: cardType, value: card };
  return { answer, sends: over === undefined ? [] : [{ to: "message", id: over, activity }] };
}

const note = (words: string): object => ({ statusCode: 200, type: "application/vnd.microsoft.activity.message", value: words });

const closing = (words: string): object => ({ task: { type: "message", value: words } });

function dialog(title: string, card: Element, height: "medium" | "large"): object {
  return { task: { type: "continue", value: { title, height, width: "medium", card: { contentType: cardType, content: card } } } };
}

function options(reply: Reply): object {
  const results = reply.kind === "options" ? reply.options.map(({ value, label }) => ({ value, title: cut(label, maxChoice) })) : [];
  return { statusCode: 200, type: "application/vnd.microsoft.search.searchResponse", value: { results } };
}

/** For the person alone: in a channel the answer goes to their 1:1 chat, and the channel reads one neutral line. */
function privately(activity: Activity, heard: Heard): Send {
  return heard.direct
    ? { to: "here", activity }
    : { to: "me", activity, ...(!isTargeted(heard) && { aside: "Answered in our 1:1 chat." }) };
}

/** Written so that only the sender and the bot can read it (a slash command in a channel). */
export const isTargeted = ({ activity }: Heard): boolean => activity.recipient?.isTargeted === true;

/** A button that asks the same again, this time with a dialog to answer in. */
function doorTo(title: string, { asked }: Surface, { tenant }: Heard): Activity {
  const stage = { workspace: tenant };
  const open = asked ? inRows([act("Open the form", asked, stage, true, "primary")]) : [];
  const words: Text = text`${title}: the form opens for you alone.`;
  return activityWith(cardWith([paragraph(writer(tenant).write(words)), ...open], writer(tenant)), title);
}

function withFile(reply: Extract<Reply, { kind: "file" }>, { asked }: Surface, heard: Heard): readonly Send[] {
  const message = privately(activityOf(reply.message, heard.tenant), heard);
  if (!asked || asked.kind === "submit") return [message];
  return [message, { to: "me", activity: consentTo(reply, asked) }];
}

/** A message that is only a line or two of words, as one string. */
function shortWords({ blocks }: Message): string | undefined {
  const words = blocks.map((block) => (block.kind === "text" || block.kind === "small" ? wordsOf(block.text) : undefined));
  const all = words.join(" ");
  return words.includes(undefined) || all.length > 300 ? undefined : all;
}
