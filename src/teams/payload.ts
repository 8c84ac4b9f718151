import { z } from "zod";

/**
 * What a button or form carries through Teams and back under `drumbeat`. Whoever forged it, it is checked again by the
 * route that it names.
 * `over`: the message that a dialog was opened from.
 * `drawn`: the request that drew the form, so that handing one form in twice is one submission.
 * `people`: the form's person fields and who stood in them, as a picker answers with ids of the directory and what was
 * there before with ids of our own.
 */
const id = z.string().max(200).optional();
const people = z.record(z.string(), z.string()).optional();
const source = z.object({ text: z.string(), url: z.string().optional(), author: z.string().optional() });

const askedSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("press"), action: z.string(), value: z.string(), over: id, people }),
  z.object({ kind: z.literal("submit"), action: z.string(), state: z.string(), drawn: id, over: id, people }),
  z.object({ kind: z.literal("command"), words: z.string(), source: source.optional(), over: id, people }),
]);
export type Asked = z.infer<typeof askedSchema>;

export const pressedSchema = z.looseObject({ drumbeat: askedSchema });

/** Inputs are named apart from everything else that Teams puts beside them. */
const inputPrefix = "answer_";
export const inputId = (field: string): string => `${inputPrefix}${field}`;

/** The answers among what came back: plain strings, nothing for what was left empty. */
export function answersIn(data: Readonly<Record<string, unknown>>, asked: Asked): Readonly<Record<string, string>> | undefined {
  const given = Object.entries(data).filter(([id]) => id.startsWith(inputPrefix));
  if (given.length === 0 && asked.people === undefined) return undefined;
  return Object.fromEntries(
    given.flatMap(([id, value]) => {
      const name = id.slice(inputPrefix.length);
      const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
      if (text.trim() === "") return [];
      const before = asked.people?.[name];
      return [[name, before === undefined || before === text ? text : `<@${text}>`]];
    }),
  );
}
