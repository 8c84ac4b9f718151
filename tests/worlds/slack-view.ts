import { type Block, isBlock, listOf } from "./slack-rules.ts";
import { type NameOf, plainOf, textOf } from "./slack-screens.ts";
import type { OpenView } from "./slack-state.ts";

/** What Slack's client holds in one input. */
export interface Held {
  readonly type: string;
  readonly value?: string | null;
  readonly selected_option?: unknown;
  readonly selected_date?: string | null;
  readonly selected_user?: string | null;
}

interface Input {
  readonly id: string;
  readonly actionId: string;
  readonly label: string;
  readonly optional: boolean;
  readonly element: Block;
}

/** An open modal as Slack's client keeps it: what was typed stays while an input keeps its ids. */
export function formOf(open: OpenView, typed: Map<string, Held>) {
  const inputs: readonly Input[] = listOf(open.view["blocks"])
    .filter(isBlock)
    .filter((block) => block["type"] === "input")
    .map((block) => {
      const element = isBlock(block["element"]) ? block["element"] : {};
      return {
        id: String(block["block_id"]),
        actionId: String(element["action_id"]),
        label: textOf(block["label"]),
        optional: block["optional"] === true,
        element,
      };
    });
  const keyOf = (input: Input) => `${open.id}/${input.id}/${input.actionId}`;
  const held = (input: Input): Held => typed.get(keyOf(input)) ?? initial(input.element);

  return {
    inputs,
    input(label: string): Input {
      const found = inputs.find((input) => input.label === label || input.id.startsWith(`${label}@`));
      if (!found) throw new Error(`The form does not ask for ${label}; it asks for ${inputs.map((input) => input.label).join(", ")}`);
      return found;
    },
    hold: (input: Input, value: Held) => void typed.set(keyOf(input), value),
    state: () => ({ values: Object.fromEntries(inputs.map((input) => [input.id, { [input.actionId]: held(input) }])) }),
    shown: (nameOf: NameOf): ReadonlyMap<string, string> => new Map(inputs.map((input) => [input.id, shownOf(held(input), nameOf)])),
    /** What Slack's own client does not let through. */
    refused(): ReadonlyMap<string, string> {
      return new Map(inputs.flatMap((input) => [...whyNot(input, held(input))].map((why) => [input.id, why] as const)));
    },
    buttons: (): readonly Block[] =>
      listOf(open.view["blocks"])
        .filter(isBlock)
        .filter((block) => block["type"] === "actions")
        .flatMap((block) => listOf(block["elements"]).filter(isBlock)),
  };
}

function initial(element: Block): Held {
  const type = String(element["type"]);
  switch (type) {
    case "datepicker":
      return { type, selected_date: text(element["initial_date"]) };
    case "users_select":
      return { type, selected_user: text(element["initial_user"]) };
    case "static_select":
    case "radio_buttons":
    case "external_select":
      return { type, selected_option: element["initial_option"] ?? null };
    default:
      return { type, value: text(element["initial_value"]) };
  }
}

/** What picking or typing `words` leaves in an input that is not looked up elsewhere. */
export function typedInto(element: Block, words: string): Held {
  const type = String(element["type"]);
  if (type === "datepicker") return { type, selected_date: words === "" ? null : words };
  if (type !== "static_select" && type !== "radio_buttons") return { type, value: words === "" ? null : words };
  const groups = listOf(element["option_groups"])
    .filter(isBlock)
    .flatMap((group) => listOf(group["options"]));
  const options = [...listOf(element["options"]), ...groups].filter(isBlock);
  const wanted = words === "" ? "-none-" : words.toLowerCase();
  const found = options.find((option) => [String(option["value"]), textOf(option["text"])].some((each) => each.toLowerCase() === wanted));
  if (!found && words === "") return { type, selected_option: null };
  if (!found) throw new Error(`There is no option ${words}; there are ${options.map((option) => textOf(option["text"])).join(", ")}`);
  return { type, selected_option: found };
}

function shownOf(held: Held, nameOf: NameOf): string {
  if (held.selected_user) return nameOf(held.selected_user);
  if (isBlock(held.selected_option)) return textOf(held.selected_option["text"]);
  return plainOf(held.selected_date ?? held.value ?? "", nameOf);
}

function whyNot(input: Input, held: Held): readonly string[] {
  const words =
    held.selected_user ?? held.selected_date ?? held.value ?? (isBlock(held.selected_option) ? textOf(held.selected_option["text"]) : "");
  if (words === "") return input.optional ? [] : ["Please complete this required field."];
  const { type, max_length: max, min_value: least, max_value: most } = input.element;
  if (type === "plain_text_input" && typeof max === "number" && words.length > max) return [`Must be ${max} characters or fewer.`];
  if (type === "number_input" && (Number.isNaN(Number(words)) || Number(words) < Number(least) || Number(words) > Number(most)))
    return [`Must be a number from ${String(least)} to ${String(most)}.`];
  return type === "datepicker" && !/^\d{4}-\d{2}-\d{2}$/.test(words) ? ["Must be a date."] : [];
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
