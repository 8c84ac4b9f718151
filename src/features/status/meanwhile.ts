import type { Block } from "../../chat/message.ts";
import { mention, text } from "../../chat/text.ts";
import type { Person } from "../../core/people.ts";
import { localDate, shortDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";

/** Of what reached somebody before they said that they are away: who is asked now. They may still answer themselves. */
export async function meanwhile({ store, now }: Desk, to: Person): Promise<readonly Block[]> {
  const today = localDate(now, to.zone);
  const [absence] = await store.people.absences(today, today, to.id);
  if (!absence) return [];
  const deputy = absence.deputy === undefined ? undefined : await store.people.get(absence.deputy);
  const instead = deputy ? text`${mention(deputy)} is asked in your place` : "nobody stands in";
  return [{ kind: "small", text: text`You are away until ${shortDate(absence.to, today)}: ${instead}. You can still answer.` }];
}
