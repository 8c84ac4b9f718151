import type { Answers } from "../core/fields.ts";
import { fieldName } from "./form.ts";
import { noAnswer } from "./input.ts";
import type { Kept } from "./metadata.ts";
import type { ViewPayload } from "./payloads.ts";

/** What a form says so far: plain strings by field, nothing for what is empty. */
export function answersOf(view: ViewPayload, kept: Readonly<Record<string, Kept>>): Answers {
  const given = Object.entries(view.state.values).flatMap(([id, elements]) => {
    const [answer] = Object.values(elements);
    if (!answer) return [];
    const name = fieldName(id);
    const before = kept[name];
    if (answer.type === "users_select") {
      const user = answer.selected_user;
      const person = user === before?.user ? before?.person : user && `<@${user}>`;
      return person === undefined ? [] : [[name, person] as const];
    }
    const chosen = answer.selected_option?.value ?? answer.selected_date ?? answer.value;
    return chosen === undefined || chosen === noAnswer || chosen.trim() === "" ? [] : [[name, chosen] as const];
  });
  return Object.fromEntries(given);
}
