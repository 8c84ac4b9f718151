import type { Reply } from "../../chat/reply.ts";
import { called } from "../../core/phrases.ts";
import type { Call } from "../../routes.ts";
import { reachable } from "../../verbs/reach.ts";

const most = 50;

/** The projects that a picker offers for what was typed so far: by key first, then by name. */
export async function offerProjects(call: Call, typed: string): Promise<Reply> {
  const wanted = typed.trim().replace(/^#/, "").toLowerCase();
  const fits = (await reachable(call)).filter(({ key, name }) => `${key} ${name}`.toLowerCase().includes(wanted));
  const rank = (key: string) => (key.toLowerCase() === wanted ? 0 : key.toLowerCase().startsWith(wanted) ? 1 : 2);
  const sorted = fits.toSorted((a, b) => rank(a.key) - rank(b.key) || a.key.localeCompare(b.key, "en"));
  return { kind: "options", options: sorted.slice(0, most).map(({ id, key, name }) => ({ value: id, label: called({ key, name }) })) };
}
