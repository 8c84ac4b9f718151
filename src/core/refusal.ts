/**
 * An expected "no": words for the person and the next step, never a stack trace.
 * Thrown by what a person asked for and turned into a note once, in `app`; nothing was changed when it is thrown.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly field: string | undefined;
  constructor(words: string, field?: string) {
    super(words);
    this.field = field;
  }
}

export function refuse(words: string, field?: string): never {
  throw new Refusal(words, field);
}
