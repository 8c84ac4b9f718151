import type { types } from "@slack/bolt";
import type { FormField } from "../chat/form.ts";
import { plain } from "../chat/text.ts";
import { isDate } from "../core/time.ts";
import { plainText } from "./blocks.ts";
import { clean, label, slackUser } from "./escape.ts";
import { cut, limits } from "./limits.ts";

/** `note`: what of the answer could not be shown. */
export interface Input {
  readonly element: types.InputBlock["element"];
  readonly note?: string;
}

/** The value of the option that stands for no answer: Slack's lists cannot be emptied again. */
export const noAnswer = "-none-";

/** One bad initial value makes Slack refuse the whole form, so whatever it would not take is left out and said. */
export function drawInput(field: FormField, workspace: string): Input {
  const { control, value } = field;
  switch (control.kind) {
    case "text":
      return drawText(field, control.lines === "many", control.max);
    case "choice":
      return drawChoice(field, Object.entries(control.options));
    case "number": {
      const fits =
        value !== undefined && /^-?\d{1,15}(\.\d{1,8})?$/.test(value) && Number(value) >= control.min && Number(value) <= control.max;
      return {
        element: {
          type: "number_input",
          action_id: "answer",
          is_decimal_allowed: true,
          min_value: String(control.min),
          max_value: String(control.max),
          ...(fits && { initial_value: value }),
        },
        ...(value !== undefined && !fits && { note: leftOut(value) }),
      };
    }
    case "date": {
      const fits = value !== undefined && isDate(value);
      return {
        element: { type: "datepicker", action_id: "answer", ...(fits && { initial_date: value }) },
        ...(value !== undefined && !fits && { note: leftOut(value) }),
      };
    }
    case "person":
      return drawPerson(field, workspace);
    case "lookup":
      return drawLookup(field, control.source);
    default:
      return control satisfies never;
  }
}

function drawText({ value }: FormField, multiline: boolean, max: number): Input {
  const words = value === undefined ? undefined : clean(multiline ? value : value.replace(/\s*\n\s*/g, " "));
  const most = Math.max(1, Math.min(limits.input, words !== undefined && words.length > max ? limits.input : max));
  return {
    element: {
      type: "plain_text_input",
      action_id: "answer",
      multiline,
      max_length: most,
      ...(words !== undefined && words !== "" && { initial_value: cut(words, most) }),
    },
    ...(words !== undefined &&
      words.length > most && { note: `Only the first ${most} of ${words.length} characters are shown; saving keeps those.` }),
  };
}

function drawChoice({ value, required }: FormField, options: readonly (readonly [string, string])[]): Input {
  const known = options.filter(([id]) => id !== "" && id.length <= limits.option);
  const chosen = known.find(([id]) => id === value);
  const note = value !== undefined && !chosen ? { note: leftOut(value) } : {};
  if (known.length === 0) return { element: { type: "plain_text_input", action_id: "answer" }, ...note };
  if (required && known.length <= 5)
    return {
      element: {
        type: "radio_buttons",
        action_id: "answer",
        options: known.map(option),
        ...(chosen && { initial_option: option(chosen) }),
      },
      ...note,
    };
  const all = [...(required ? [] : [option([noAnswer, "(none)"])]), ...known.map(option)];
  const start = chosen ? { initial_option: option(chosen) } : {};
  if (all.length <= limits.options) return { element: { type: "static_select", action_id: "answer", options: all, ...start }, ...note };
  const groups = Array.from({ length: Math.ceil(all.length / limits.options) }, (_, i) => ({
    label: plainText(`${i * limits.options + 1} and on`),
    options: all.slice(i * limits.options, (i + 1) * limits.options),
  }));
  return { element: { type: "static_select", action_id: "answer", option_groups: groups.slice(0, limits.options), ...start }, ...note };
}

function drawPerson({ value, shown }: FormField, workspace: string): Input {
  const user = shown !== undefined && typeof shown !== "string" ? slackUser(shown.identities, workspace) : undefined;
  const name = shown === undefined ? value : typeof shown === "string" ? shown : shown.name;
  const element = { type: "users_select", action_id: "answer", ...(user && { initial_user: user }) } as const;
  if (value === undefined || user) return { element };
  return { element, note: `Now ${cut(name ?? value, 100)}, who is not on Slack; choose somebody to change that.` };
}

function drawLookup({ value, shown }: FormField, source: string): Input {
  const words = shown === undefined ? value : typeof shown === "string" ? shown : plain([{ mention: shown }]);
  const fits = value !== undefined && value !== "" && value.length <= limits.option;
  return {
    element: {
      type: "external_select",
      action_id: `lookup.${source}`,
      min_query_length: 0,
      placeholder: plainText("Type to search"),
      ...(fits && { initial_option: option([value, words ?? value]) }),
    },
    ...(value !== undefined && !fits && { note: leftOut(words ?? value) }),
  };
}

export function option([value, words]: readonly [string, string]): types.PlainTextOption {
  return { text: plainText(label(words, limits.option)), value };
}

const leftOut = (value: string): string => `“${label(value, 60)}” could not be kept here.`;
