import type { Reply } from "../../chat/reply.ts";
import type { Text } from "../../chat/text.ts";
import { nudges } from "../../core/nudges.ts";
import { called } from "../../core/phrases.ts";
import { refuse } from "../../core/refusal.ts";
import { leads } from "../../core/rights.ts";
import { isDate, localDate, localTime, shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { theProject } from "./naming.ts";

const most = 20;
const longest = 60;
const aboutAskings: readonly string[] = [...Object.values(nudges), "not mine"];
const labels: Readonly<Record<string, string>> = { pm: "PM", contact: "PMO contact" };

/** `/pmo history #KEY`: who changed what of the project itself, from which value to which, newest first. */
export async function showHistory(call: Call, words: string): Promise<Reply> {
  const { project } = await theProject(call, words);
  if (!leads(call.rights, project)) refuse(`Who changed ${project.key} is for its PM and the PMO to read.`);
  const changes = (await call.store.changes(`project:${project.id}`)).toReversed();
  const people = await call.store.people.many([...new Set(changes.map(({ actor }) => actor))]);
  const rows = changes.slice(0, most).map(({ at, actor, source, what, from, to }): readonly Text[] => {
    const when = `${shortDate(localDate(at, call.me.zone), call.today)} ${localTime(at, call.me.zone)}`;
    const who = people.get(actor)?.name ?? "Drumbeat";
    // Of what is said about an asking, the record keeps under `from` which one it was.
    const [deed, before] = aboutAskings.includes(what) && from !== undefined ? [`${what} (${read(call, from)})`, undefined] : [what, from];
    return [when, labels[deed] ?? deed, read(call, before), read(call, to), source.startsWith("import") ? `${who}, ${source}` : who];
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

/** As people read it: the record keeps days, moments and yes or no as the store does. */
function read({ me, today }: Call, value: string | undefined): string {
  if (value === undefined) return "–";
  if (value === "true" || value === "false") return value === "true" ? "yes" : "no";
  const words = value
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => {
      const instant = new Date(at);
      return `${shortDate(localDate(instant, me.zone), today)} ${localTime(instant, me.zone)}`;
    })
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (date) => (isDate(date) ? shortDate(date, today) : date));
  return words.length <= longest ? words : `${words.slice(0, longest - 1).trimEnd()}…`;
}
