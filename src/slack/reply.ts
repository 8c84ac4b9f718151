import type { types, webApi } from "@slack/bolt";
import type { Form } from "../chat/form.ts";
import { type Message, say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import type { Log } from "../ports/index.ts";
import { numberToTell } from "../trace.ts";
import { againButton } from "./again.ts";
import type { Drawn } from "./blocks.ts";
import { label } from "./escape.ts";
import { refusalCode } from "./failures.ts";
import { drawForm, drawNotice, fieldName } from "./form.ts";
import type { Heard, Self } from "./heard.ts";
import { option } from "./input.ts";
import { limits } from "./limits.ts";
import { drawBlocks, drawMessage } from "./message.ts";
import { readMetadata } from "./metadata.ts";
import type { Voice } from "./voice.ts";

/** The ways in which one kind of request can be acknowledged; what it cannot take is said afterwards. */
export interface Ack {
  nothing(): Promise<void>;
  /** Of a slash command: the answer itself, without another call. */
  message?(body: Drawn & { response_type: "ephemeral" | "in_channel" }): Promise<void>;
  /** Of a submitted form. */
  errors?(byBlock: Record<string, string>): Promise<void>;
  update?(view: types.ModalView): Promise<void>;
  options?(list: types.PlainTextOption[]): Promise<void>;
}

interface Tools {
  readonly client: webApi.WebClient;
  readonly voice: Voice;
  readonly self: () => Self;
  readonly log: Log;
}

/** Acknowledges with all that the acknowledgement can carry, and does the rest after it. */
export async function give(heard: Heard, reply: Reply, ack: Ack, tools: Tools): Promise<void> {
  switch (reply.kind) {
    case "options":
      return ack.options
        ? ack.options(
            reply.options
              .filter(({ value }) => value.length <= limits.option)
              .slice(0, limits.options)
              .map(({ value, label }) => option([value, label])),
          )
        : ack.nothing();
    case "done":
      await ack.nothing();
      return heard.view && !ack.update ? notice(heard, say("Done. You can close this."), tools) : undefined;
    case "message":
      return giveMessage(heard, reply, ack, tools);
    case "file":
      await ack.nothing();
      return tools.voice.file(heard, reply);
    case "form":
      return ack.update ? giveToSubmitter(heard, reply.form, ack, tools) : giveForm(heard, reply.form, ack, tools);
    default:
      return reply satisfies never;
  }
}

async function giveMessage(heard: Heard, { message, to }: Extract<Reply, { kind: "message" }>, ack: Ack, tools: Tools): Promise<void> {
  const { voice, self } = tools;
  const drawn = drawMessage(message, self().team);
  if (ack.message && !isPicture(drawn)) {
    // In somebody's 1:1 chat with another person "here" would show it to both, so it stays with who asked.
    const open = to === "here" && !heard.opener.direct;
    return ack.message({ response_type: open ? "in_channel" : "ephemeral", ...drawn });
  }
  await ack.nothing();
  const inForm = heard.view !== undefined && !ack.update;
  if (to === "replace") await voice.replace(heard, message);
  else if (to === "here") await voice.here(heard, message);
  else if (!inForm) await voice.toMe(heard, message);
  if (inForm) await notice(heard, message, tools);
}

/** Of an acknowledgement Slack never says that it was refused, so what it might refuse is said after it. */
const isPicture = ({ blocks }: Drawn): boolean => blocks.some((block) => block.type === "table" || block.type === "data_visualization");

async function giveForm(heard: Heard, form: Form, ack: Ack, tools: Tools): Promise<void> {
  await ack.nothing();
  if (heard.view) return redraw(heard, form, heard.view, tools);
  const { client, self, log } = tools;
  if (heard.trigger === undefined) return tools.voice.toMe(heard, waiting(heard, form, ""));
  try {
    await client.views.open({ trigger_id: heard.trigger, view: drawForm(form, heard.opener, self().team) });
  } catch (error) {
    const id = numberToTell();
    log.error({ err: error, id, platform: "slack" }, "a form could not be opened");
    const late = /trigger/.test(refusalCode(error) ?? "");
    const why = late ? "Slack took too long to open the form. " : `The form could not be opened (${id}). `;
    await tools.voice.toMe(heard, waiting(heard, form, `${why}Nothing was lost. `));
  }
}

/** A form that has to be opened with a button first: only a press or a command lets Slack open one. */
function waiting(heard: Heard, form: Form, why: string): Message {
  const button = againButton(heard.intent);
  const next = button
    ? "Open it to go on; nothing is stored yet."
    : "What you wrote is too long for a button: please send it as a slash command.";
  const asked = say(`${why}${form.title}. ${next}`);
  return button ? { ...asked, blocks: [...asked.blocks, { kind: "buttons", buttons: [button] }] } : asked;
}

/** Slack shows errors beside its fields only in the form as it stands; any other form is drawn over it. */
async function giveToSubmitter(heard: Heard, form: Form, ack: Ack, { self }: Tools): Promise<void> {
  const errors = errorsByBlock(heard, form);
  if (errors && ack.errors) return ack.errors(errors);
  await ack.update?.(drawForm(form, heard.opener, self().team));
}

function errorsByBlock({ view }: Heard, form: Form): Record<string, string> | undefined {
  const opened = view && readMetadata(view.private_metadata);
  if (!view || opened?.action !== form.action || opened.state !== form.state || form.error !== undefined) return undefined;
  const blocks = new Map(Object.keys(view.state.values).map((id) => [fieldName(id), id]));
  const wrong = form.fields.filter((field) => field.error !== undefined);
  const same = form.fields.length === blocks.size && form.fields.every((field) => blocks.has(field.name));
  if (wrong.length === 0 || !same) return undefined;
  return Object.fromEntries(wrong.map((field) => [blocks.get(field.name) ?? "", label(field.error ?? "", limits.text)]));
}

/** By its hash nothing is drawn over a form that changed meanwhile. */
const which = ({ id, hash }: NonNullable<Heard["view"]>) => ({ view_id: id, ...(hash !== "" && { hash }) });

async function redraw(heard: Heard, form: Form, view: NonNullable<Heard["view"]>, { client, self, voice, log }: Tools): Promise<void> {
  try {
    await client.views.update({ ...which(view), view: drawForm(form, heard.opener, self().team) });
  } catch (error) {
    if (refusalCode(error) === "hash_conflict")
      return log.info({ platform: "slack" }, "a form was pressed twice; the first press was drawn");
    log.error({ err: error, platform: "slack" }, "a form could not be redrawn");
    await voice.toMe(heard, say("The form could not be redrawn just now. Nothing was lost: please press again."));
  }
}

async function notice(heard: Heard, message: Message, { client, self, voice, log }: Tools): Promise<void> {
  const { view } = heard;
  if (!view) return;
  try {
    const blocks = drawBlocks(
      message.blocks.filter((block) => block.kind !== "buttons"),
      self().team,
      "form",
    );
    await client.views.update({ ...which(view), view: drawNotice(view.title?.text ?? "Drumbeat", blocks) });
  } catch (error) {
    log.warn({ err: error, platform: "slack" }, "a form could not show what happened; saying it in the chat");
    await voice.toMe(heard, message);
  }
}
