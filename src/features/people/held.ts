import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { refuse } from "../../core/refusal.ts";
import type { Held } from "../../ports/people.ts";
import type { Call } from "../../routes.ts";
import { reachable } from "../../verbs/reach.ts";

/** `/pmo person export`: all that is kept about whoever asks. The text of what they may no longer see is left out. */
export async function exportOwn(call: Call, words: string): Promise<Reply> {
  if (words.trim() !== "")
    refuse("This gives you what is kept about yourself: pmo person export. For another, an admin runs drumbeat person.");
  const seen = new Set((await reachable(call)).map(({ id }) => id));
  const held = withoutTexts(await call.store.people.heldOn(call.me.id), seen);
  return {
    kind: "file",
    name: `about-me-${call.today}.json`,
    type: "application/json",
    content: `${JSON.stringify(held, undefined, 2)}\n`,
    message: say("The file holds all that is kept about you. Mind where you put it."),
  };
}

const texts = ["body", "title", "answers", "was", "became", "reason", "payload"];

function withoutTexts(held: Held, seen: ReadonlySet<string>): Held {
  const hidden = (row: Held[string][number]): boolean => {
    const project = row["project"] ?? /^project:(.+)$/.exec(String(row["subject"] ?? ""))?.[1];
    return project !== undefined && !seen.has(String(project));
  };
  const shown = (row: Held[string][number]) =>
    hidden(row) ? Object.fromEntries(Object.entries(row).filter(([column]) => !texts.includes(column))) : row;
  return Object.fromEntries(Object.entries(held).map(([table, rows]) => [table, rows.map(shown)]));
}
