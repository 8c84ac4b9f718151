import type { Control } from "../core/fields.ts";
import type { Block, Button } from "./message.ts";
import type { Mention } from "./text.ts";

/** One question as drawn: what is in it now, and what was wrong with the last answer. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly control: Control;
  readonly value?: string; // a person's id for `person`, the option's id for `lookup`
  /** Of a `person` or `lookup`: how the value reads. */
  readonly shown?: Mention | string;
  readonly required: boolean;
  readonly error?: string;
}

/**
 * A form opens, is redrawn with errors beside its fields and all answers kept, or grows on demand (a button of the
 * form presses its route with the answers so far and gets the next form).
 */
export interface Form {
  readonly action: string; // the route of `app` that is submitted to
  readonly state: string; // ≤ 2,000 characters; comes back with the answers and is checked again, whoever forged it
  readonly title: string; // ≤ 24 characters on Slack; renderers cut
  readonly submit: string;
  readonly intro?: readonly Block[];
  readonly fields: readonly FormField[];
  readonly buttons?: readonly Button[];
  /** What is wrong with the whole rather than one field. */
  readonly error?: string;
}
