import { z } from "zod";
import { cadenceExamples, cadenceWords, parseCadence } from "../../core/cadence-words.ts";
import type { Answers, Fields } from "../../core/fields.ts";
import { type Portfolio, type Programme, type Project, projectStates } from "../../core/portfolio.ts";
import { always, amount, choice, date, line, person } from "../../core/questions.ts";
import type { LocalDate } from "../../core/time.ts";

const stateLabels = Object.fromEntries(projectStates.map((state) => [state, (state[0] ?? "").toUpperCase() + state.slice(1)]));
/** People of a project's line, by role. */
export const lineRoles = ["pm", "sponsor", "contact"] as const;
export type LineRole = (typeof lineRoles)[number];

export interface Extent {
  /** The project is not there yet: its key and portfolio are asked. */
  readonly adding?: readonly Portfolio[];
  readonly programmes: readonly Programme[];
  /** Asked by somebody who sets the project up, and not by its PM. */
  readonly governing: boolean;
  readonly today: LocalDate;
}

/** What a project is asked for; a PM changes what it is called, and its PMO the rest. */
export function projectFields({ adding, programmes, governing, today }: Extent): Fields {
  const key = z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^#?[A-Z][A-Z0-9]{1,9}$/, { error: "A key is 2 to 10 letters and digits, a letter first: APOLLO." })
    .transform((text) => text.replace("#", ""));
  const named = { name: line("Name", 200, { required: always }) };
  const told = { department: line("Department", 120), category: line("Category", 120) };
  if (!governing) return { ...named, ...told };
  return {
    ...(adding && { key: { ...line("Key", 10, { required: always, hint: "Short, typed as #KEY" }), schema: key } }),
    ...named,
    ...(adding && adding.length > 1 && { portfolio: choice("Portfolio", labels(adding), { required: always }) }),
    ...(programmes.length > 0 && { programme: choice("Programme", labels(programmes)) }),
    state: choice("State", stateLabels, { required: always }),
    pm: person("Project manager", { hint: "Is asked for status, and told now" }),
    sponsor: person("Sponsor"),
    contact: person("PMO contact", { hint: "Hears first when a status is missing" }),
    start: date("Start"),
    finish: date("Approved finish"),
    budget: { ...amount("Budget"), schema: budget },
    confidential: choice("Confidential", { no: "No", yes: "Yes: seen by its own people and the PMO only" }),
    cadence: {
      ...line("Asked", 60, { hint: `Empty: as its portfolio. ${cadenceExamples}` }),
      schema: z
        .string()
        .refine((text) => parseCadence(text, today) !== undefined, { error: `Say how often, for example: ${cadenceExamples}.` })
        .transform((text) => parseCadence(text, today)),
    },
    ...told,
  };
}

/** As amounts are typed; and as they are imported, with more decimals, negative, withheld or unknown. */
const budget = z
  .string()
  .transform((text) => text.replace(/[£$€,\s]/g, ""))
  .pipe(z.string().regex(/^(withheld|unknown|-?\d{1,15}(\.\d{1,6})?)$/, { error: "Budget is an amount such as 12,000 or 12000.50." }));

/** A project as the answers of its form. */
export function answersOf(project: Project): Answers {
  const { name, programme, state, pm, sponsor, contact, start, finish, budget, department, category, cadence } = project;
  const confidential = project.confidential ? "yes" : "no";
  const shown = cadence && cadenceWords(cadence);
  return { name, programme, state, pm, sponsor, contact, start, finish, budget, confidential, cadence: shown, department, category };
}

function labels(named: readonly { readonly id: string; readonly key: string; readonly name: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(named.map(({ id, key, name }) => [id, key === name ? key : `${name} (${key})`]));
}
