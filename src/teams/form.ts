import type { Form, FormField } from "../chat/form.ts";
import type { Mention } from "../chat/text.ts";
import type { Element } from "./element.ts";
import { type Writer, wordsOf, writer } from "./escape.ts";
import { cut, fitted, maxCardBytes, maxChoice, maxText, sizeOf } from "./limits.ts";
import { act, cardWith, elements, inRows, paragraph, type Stage } from "./message.ts";
import { userOn } from "./names.ts";
import { inputId } from "./payload.ts";

/** What stands above the questions may take this much from long answers in them. */
const maxAboutBytes = 4 * 1024;

/** A form as a card: in a dialog, or in the 1:1 chat where nothing can open one. */
export function formCard(form: Form, stage: Stage): Element {
  const text = writer(stage.workspace);
  const people = peopleOf(form, stage.workspace);
  const about = [
    ...(stage.dialog ? [] : elements([{ kind: "heading", text: form.title }], stage, text)),
    ...(form.error === undefined ? [] : [wrong(form.error, text)]),
    ...elements(form.intro ?? [], stage, text),
  ];
  const buttons = inRows([
    act(
      form.submit,
      { kind: "submit", action: form.action, state: form.state, ...(stage.drawn !== undefined && { drawn: stage.drawn }), ...people },
      stage,
      undefined,
      "primary",
    ),
    ...(form.buttons ?? []).map(({ label, action, value = "", style }) =>
      act(label, { kind: "press", action, value, ...people }, stage, undefined, style),
    ),
  ]);
  const room = maxCardBytes - sizeOf(buttons) - Math.min(sizeOf(about), maxAboutBytes);
  const asked = questions(form, stage.workspace, text, room);
  return cardWith([...fitted(about, text.mentions, sizeOf([asked, buttons])), ...asked, ...buttons], text);
}

/** All questions, always; where the answers in them are more than Teams takes, the longest are cut alike, and say so. */
function questions({ fields }: Form, workspace: string, text: Writer, room: number): readonly Element[] {
  for (let most = Math.max(...fields.map(({ value = "" }) => value.length)); ; most = Math.floor(most * 0.8)) {
    const asked = fields.flatMap((field) => question(withAtMost(most, field), workspace, text));
    if (most < 100 || sizeOf(asked) <= room) return asked;
  }
}

function withAtMost(most: number, field: FormField): FormField {
  const { control, value = "", hint } = field;
  if (control.kind !== "text" || value.length <= most) return field;
  const note = `Only the first ${most} of ${value.length} characters are shown; saving keeps those.`;
  return { ...field, value: cut(value, most), hint: hint === undefined ? note : `${hint} ${note}` };
}

export const dialogTitle = (form: Form): string => cut(wordsOf(form.title), maxChoice);

/** Checked on our side, all of it: an input that must be filled would keep Teams from saving a draft. */
function question(field: FormField, workspace: string, text: Writer): readonly Element[] {
  return [
    { ...input(field, workspace), id: inputId(field.name), label: field.required ? field.label : `${field.label} (optional)` },
    ...(field.hint === undefined ? [] : [{ ...paragraph(text.write(field.hint)), size: "Small", isSubtle: true, spacing: "None" }]),
    ...(field.error === undefined ? [] : [wrong(field.error, text)]),
  ];
}

const wrong = (words: string, text: Writer): Element => ({
  ...paragraph(text.write(words)),
  color: "Attention",
  weight: "Bolder",
  spacing: "Small",
});

function input(field: FormField, workspace: string): Element {
  const { control, value } = field;
  const filled = value === undefined ? {} : { value };
  switch (control.kind) {
    case "text":
      return {
        type: "Input.Text",
        ...filled,
        ...(control.lines === "many" && { isMultiline: true }),
        maxLength: Math.max(control.max, maxText),
      };
    case "number":
      // No min and max: Teams would refuse in its own words, and a draft with them.
      return value === undefined || Number.isFinite(Number(value))
        ? {
            type: "Input.Number",
            ...(value !== undefined && { value: Number(value) }),
            placeholder: `${control.min} to ${control.max}${control.unit ? ` ${control.unit}` : ""}`,
          }
        : { type: "Input.Text", ...filled };
    case "date":
      return value === undefined || /^\d{4}-\d{2}-\d{2}$/.test(value)
        ? { type: "Input.Date", ...filled }
        : { type: "Input.Text", ...filled };
    case "choice":
      return {
        type: "Input.ChoiceSet",
        style: field.required && Object.keys(control.options).length <= 5 ? "expanded" : "compact",
        choices: Object.entries(control.options).map(([id, title]) => ({ title: cut(title, maxChoice), value: id })),
        ...filled,
      };
    case "person":
      return search(field, "graph.microsoft.com/users", workspace);
    case "lookup":
      return search(field, control.source, workspace);
    default:
      return control satisfies never;
  }
}

/** Typed into and looked up as one types; what is chosen now has to be among the choices to be shown. */
function search({ value, shown, hint }: FormField, dataset: string, workspace: string): Element {
  const id = value === undefined ? undefined : chosen(value, shown, workspace);
  const title = shown === undefined ? value : typeof shown === "string" ? shown : shown.name;
  return {
    type: "Input.ChoiceSet",
    style: "compact",
    choices: id === undefined ? [] : [{ title: cut(title ?? id, maxChoice), value: id }],
    "choices.data": { type: "Data.Query", dataset },
    ...(id !== undefined && { value: id }),
    placeholder: hint ?? "Type to search",
  };
}

/** Answers of a redrawn form come back as <@ID>; the picker knows the id alone. */
function chosen(value: string, shown: Mention | string | undefined, workspace: string): string {
  const typed = /^<@(.+)>$/.exec(value)?.[1];
  return typed ?? (typeof shown === "object" ? userOn(shown, workspace) : undefined) ?? value;
}

/** Which fields hold people, and the id of our own for whoever Teams does not know. */
function peopleOf(form: Form, workspace: string): { readonly people?: Record<string, string> } {
  const asked = form.fields.filter(({ control }) => control.kind === "person");
  if (asked.length === 0) return {};
  const people = asked.map(({ name, value = "", shown }) => [name, chosen(value, shown, workspace) === value ? value : ""]);
  return { people: Object.fromEntries(people) };
}
