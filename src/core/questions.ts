import { z } from "zod";
import type { Control, Field } from "./fields.ts";
import { isDate } from "./time.ts";
import { whyNoDate } from "./typed-date.ts";

type More = Omit<Field, "label" | "control" | "schema">;
export const always = () => true;

/** One line of text; line breaks in the answer become spaces. */
export function line(label: string, max: number, more: More = {}): Field {
  const schema = z
    .string()
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(ofLength(label, max));
  return { label, control: { kind: "text", lines: "one", max }, schema, ...more };
}

export function paragraph(label: string, max: number, more: More = {}): Field {
  return { label, control: { kind: "text", lines: "many", max }, schema: z.string().trim().pipe(ofLength(label, max)), ...more };
}

/** One of `options`, by key; a one-liner may also give the label, or a start of either that fits only one. */
export function choice(label: string, options: Readonly<Record<string, string>>, more: More = {}): Field {
  const schema = z
    .string()
    .refine((key) => Object.hasOwn(options, key), { error: `${label} is one of ${Object.values(options).join(", ")}.` });
  return { label, control: { kind: "choice", options }, schema, ...more };
}

/** A whole number from `min` to `max`. */
export function number(label: string, min: number, max: number, more: More & { unit?: string } = {}): Field {
  const { unit, ...rest } = more;
  const error = `${label} is a whole number from ${min} to ${max}.`;
  const schema = z
    .string()
    .regex(/^\d{1,15}$/, { error })
    .transform(Number)
    .pipe(z.number().min(min, { error }).max(max, { error }));
  const control: Control = { kind: "number", min, max, ...(unit === undefined ? {} : { unit }) };
  return { label, control, schema, ...rest };
}

export function date(label: string, more: More = {}): Field {
  const schema = z.string().refine(isDate, { error: (issue) => whyNoDate(String(issue.input)) });
  return { label, control: { kind: "date" }, schema, ...more };
}

export function person(label: string, more: More = {}): Field {
  return { label, control: { kind: "person" }, schema: z.string().min(1).max(200), ...more };
}

/** An amount of money, kept as a decimal in text so that no penny is lost to rounding: "£12,000.50" is "12000.50". */
export function amount(label: string, more: More = {}): Field {
  const schema = z
    .string()
    .transform((text) => text.replace(/[£$€,\s]/g, ""))
    .pipe(z.string().regex(/^\d{1,15}(\.\d{1,2})?$/, { error: `${label} is an amount such as 12,000 or 12000.50.` }));
  return { label, control: { kind: "text", lines: "one", max: 24 }, schema, ...more };
}

function ofLength(label: string, max: number) {
  return z
    .string()
    .min(1, { error: `${label} is empty.` })
    .max(max, { error: (issue) => `${label} is too long: ${String(issue.input).length} characters, at most ${max}.` });
}
