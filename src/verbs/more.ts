import { outdated } from "../chat/carried.ts";
import type { Reply } from "../chat/reply.ts";
import { answersOf } from "../core/entry.ts";
import type { Answers } from "../core/fields.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { editForm } from "./edit.ts";
import { withId } from "./find.ts";
import { answered } from "./form.ts";
import { logForm } from "./log.ts";
import { readState } from "./state.ts";

/** "More fields": the same form with every field, the answers so far kept. */
export async function moreFields(call: Call, types: readonly RecordType[], value: string, given: Answers): Promise<Reply> {
  const state = readState(value);
  const type = types.find(({ key }) => key === state.type) ?? refuse(outdated);
  const all = Object.keys(type.fields);
  if (state.id === undefined) return logForm(call, type, { answers: answered(state, given, {}), problems: {} }, state, all);
  const found = await withId(call, types, state.id, "edit");
  const draft = { answers: answered(state, given, answersOf(found.entry.values)), problems: {} };
  return editForm(call, found, draft, { state: { nonce: state.nonce, version: state.version } }, all);
}
