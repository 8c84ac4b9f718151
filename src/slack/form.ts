import { createHash } from "node:crypto";
import type { types } from "@slack/bolt";
import type { Form, FormField } from "../chat/form.ts";
import { marked, plainText, type SlackBlock, section } from "./blocks.ts";
import { chunks, label, pieces, slackUser } from "./escape.ts";
import { drawInput } from "./input.ts";
import { limits } from "./limits.ts";
import { drawBlocks, fitted } from "./message.ts";
import { type Kept, type Opener, writeMetadata } from "./metadata.ts";

/** A form as a modal. It carries its route, its state and where it was opened, because Slack hands back nothing else. */
export function drawForm(form: Form, opener: Opener, workspace: string): types.ModalView {
  const kept = form.fields.flatMap((field) => keptPerson(field, workspace));
  const inputs = form.fields.flatMap((field) => drawField(form, field, workspace));
  const wrong = form.error === undefined ? [] : chunks(pieces(`⚠ ${form.error}`, workspace), limits.text).map(section);
  const buttons = drawBlocks(
    form.buttons && form.buttons.length > 0 ? [{ kind: "buttons", buttons: form.buttons }] : [],
    workspace,
    "form",
  );
  const room = limits.viewBlocks - inputs.length - wrong.length - buttons.length;
  const intro = fitted(drawBlocks(form.intro ?? [], workspace, "form"), Math.max(room, 1), limits.messageText);
  return {
    type: "modal",
    callback_id: "drumbeat",
    title: plainText(label(form.title, limits.viewTitle)),
    submit: plainText(label(form.submit, limits.viewTitle)),
    close: plainText("Cancel"),
    private_metadata: writeMetadata({ action: form.action, state: form.state, opener, kept: Object.fromEntries(kept) }),
    blocks: modalBlocks([...wrong, ...intro, ...inputs, ...buttons]),
  };
}

/** What a press inside a form led to, when it was not another form: Slack cannot close a form on a press. */
export function drawNotice(title: string, blocks: readonly SlackBlock[]): types.ModalView {
  return {
    type: "modal",
    callback_id: "drumbeat",
    title: plainText(label(title, limits.viewTitle)),
    close: plainText("Close"),
    blocks: modalBlocks(fitted(blocks, limits.viewBlocks, limits.messageText)),
  };
}

function drawField(form: Form, field: FormField, workspace: string): readonly SlackBlock[] {
  const { element, note } = drawInput(field, workspace);
  const wrong: SlackBlock[] =
    field.error === undefined
      ? []
      : [{ type: "context", elements: [marked(chunks(pieces(`⚠ ${field.error}`, workspace), limits.small)[0] ?? "⚠")] }];
  const about = [field.hint, note].filter((words) => words !== undefined && words !== "").join(" ");
  const input: types.InputBlock = {
    type: "input",
    block_id: fieldId(form, field),
    optional: !field.required,
    label: plainText(label(field.label, limits.label)),
    element,
    ...(about !== "" && { hint: plainText(label(about, limits.hint)) }),
  };
  return [...wrong, input];
}

/**
 * Slack keeps what was typed into a field of the same id when a form is drawn over another, so the id changes with
 * the form and with what the field shows: the next project's form must not inherit this one's answers.
 */
function fieldId(form: Form, field: FormField): string {
  const drawn = createHash("sha256")
    .update(JSON.stringify([form.action, form.state, field.value ?? ""]))
    .digest("hex")
    .slice(0, 10);
  return `${field.name.slice(0, limits.id - 11)}@${drawn}`;
}

export const fieldName = (id: string): string => id.slice(0, Math.max(id.lastIndexOf("@"), 0));

function keptPerson({ name, control, value, shown }: FormField, workspace: string): readonly (readonly [string, Kept])[] {
  if (control.kind !== "person" || value === undefined || value.length > 100) return [];
  const user = typeof shown === "object" ? slackUser(shown.identities, workspace) : undefined;
  return [[name, { person: value, ...(user !== undefined && { user }) }]];
}

function modalBlocks(blocks: readonly SlackBlock[]): types.KnownBlock[] {
  return blocks.filter((block): block is types.KnownBlock => block.type !== "data_visualization");
}
