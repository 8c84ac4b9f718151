import { z } from "zod";
import { readJson } from "../chat/carried.ts";
import type { Block } from "../chat/message.ts";
import { mention, plain, type Text } from "../chat/text.ts";
import type { Answers, Field, Fields } from "../core/fields.ts";
import { capital } from "../core/phrases.ts";
import { shortDate } from "../core/time.ts";
import type { Call } from "../routes.ts";
import { withNames } from "./mentions.ts";
import { reachable } from "./reach.ts";

/** From here on an answer is quoted on its own, so that it can be copied whole. */
const longAnswer = 100;
const typed = z.looseObject({ type: z.string() });

/**
 * What was written into a form that was refused, each answer by the label of its field where the form is a register's
 * or its `questions` are known, else by its name: the form has closed, and what it held is nowhere else.
 */
export async function givenBack(call: Call, state: string, answers: Answers, questions: Fields = {}): Promise<readonly Block[]> {
  const type = call.types.find(({ key }) => key === readJson(typed, state)?.type);
  const blocks: Block[] = [];
  for (const [name, answer] of Object.entries(answers)) {
    if (answer === undefined || answer.trim() === "") continue;
    const field = type?.fields[name] ?? questions[name];
    const label = field?.label ?? spaced(name);
    const shown = name === "state" && type ? (type.states[answer]?.label ?? answer) : await asRead(call, name, field, answer);
    const last = blocks.at(-1);
    if (plain(shown).length >= longAnswer || plain(shown).includes("\n"))
      blocks.push({ kind: "small", text: label }, { kind: "quote", text: shown });
    else if (last?.kind === "facts") blocks.splice(-1, 1, { kind: "facts", facts: [...last.facts, [label, shown]] });
    else blocks.push({ kind: "facts", facts: [[label, shown]] });
  }
  return blocks.length === 0 ? [] : [{ kind: "small", text: "What you wrote:" }, ...blocks];
}

/** Not as it is stored: people by name, choices by label, projects by key where this person may see them. */
async function asRead(call: Call, name: string, field: Field | undefined, answer: string): Promise<Text> {
  const { user, store, today } = call;
  const id = /^<@([^>]+)>$/.exec(answer)?.[1];
  const person = id === undefined ? undefined : await store.people.byIdentity({ ...user, id });
  if (person) return [mention(person)];
  if (name === "project") return (await reachable(call)).find((project) => project.id === answer)?.key ?? "";
  switch (field?.control.kind) {
    case "person": {
      const known = await store.people.get(answer);
      return known ? [mention(known)] : withNames(call, answer);
    }
    case "choice":
      return field.control.options[answer] ?? answer;
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(answer) ? shortDate(answer, today) : answer;
    default:
      return withNames(call, answer);
  }
}

/** "pathToGreen" → "Path to green". */
function spaced(name: string): string {
  return capital(name.replace(/([a-z\d])([A-Z])/g, "$1 $2").toLowerCase());
}
