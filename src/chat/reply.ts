import type { Form } from "./form.ts";
import type { Message } from "./message.ts";

/** The whole answer to an intent, made without waiting on any network. */
export type Reply =
  /** To the person alone, to everybody in the place, or in place of the message whose button was pressed. */
  | { readonly kind: "message"; readonly message: Message; readonly to: "me" | "here" | "replace" }
  /** Opened, or drawn over the form that asked. */
  | { readonly kind: "form"; readonly form: Form }
  | { readonly kind: "file"; readonly name: string; readonly type: string; readonly content: string; readonly message: Message }
  | { readonly kind: "options"; readonly options: readonly { readonly value: string; readonly label: string }[] }
  /** Nothing to show; an open form closes. `repeated`: the same request came before, and what came of it stands. */
  | { readonly kind: "done"; readonly repeated?: true };

/** For the one who asked, and nobody else. */
export const toMe = (message: Message): Reply => ({ kind: "message", message, to: "me" });
