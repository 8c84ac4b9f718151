import type { Reply } from "../../chat/reply.ts";
import type { Text } from "../../chat/text.ts";
import { called } from "../../core/phrases.ts";
import { refuse } from "../../core/refusal.ts";
import { leads } from "../../core/rights.ts";
import { localDate, localTime, shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { theProject } from "./naming.ts";

const most = 20;

/** `/pmo history #KEY`: who changed what of the project itself, from which value to which, newest first. */
export async function showHistory(call: Call, words: string): Promise<Reply> {
  const { project } = await theProject(call, words);
  if (!leads(call.rights, project)) refuse(`Who changed ${project.key} is for its PM and the PMO to read.`);
  const changes = (await call.store.changes(`project:${project.id}`)).toReversed();
  const people = await call.store.people.many([...new Set(changes.map(({ actor }) => actor))]);
  const rows = changes.slice(0, most).map(({ at, actor, source, what, from, to }): readonly Text[] => {
    const when = `${shortDate(localDate(at, call.me.zone), call.today)} ${localTime(at, call.me.zone)}`;
    const who = people.get(actor)?.name ?? "Drumbeat";
    return [when, what, (from ?? "–").slice(0, 60), (to ?? "–").slice(0, 60), source.startsWith("import") ? `${who}, ${source}` : who];
  });
  const more =
    changes.length > most
      ? `The newest ${most} of ${changes.length} changes.`
      : `${changes.length} ${changes.length === 1 ? "change" : "changes"}.`;
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `What changed on ${project.key}`,
      blocks: [
        { kind: "heading", text: `What changed on ${called(project)}` },
        ...(rows.length > 0 ? [{ kind: "table" as const, columns: ["When", "What", "From", "To", "Who"], rows }] : []),
        { kind: "small", text: `${more} Status reports and entries have histories of their own.` },
      ],
    },
  };
}
