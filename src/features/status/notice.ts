import { z } from "zod";
import type { Block, Button, Message } from "../../chat/message.ts";
import { mention, type Text, text } from "../../chat/text.ts";
import { beginning } from "../../core/letters.ts";
import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { sees } from "../../core/rights.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Call, Desk, Job } from "../../routes.ts";
import { askerOf } from "../../verbs/may.ts";
import { pmoOf as officeOf } from "../../verbs/office.ts";

const Press = z.object({
  label: z.string(),
  action: z.string(),
  value: z.string().optional(),
  opensForm: z.literal(true).optional(),
});

/** Something that one person is told about a project because another did something. */
const Notice = z.object({
  project: z.string(),
  by: z.string(),
  /** What follows the name of the one who did it. */
  did: z.string(),
  words: z.string().optional(),
  next: z.string().optional(),
  buttons: z.array(Press).optional(),
});
export type Notice = z.infer<typeof Notice>;

export const noticeJob: Job = async (desk, payload, to) => {
  const { project: id, by, did, words, next, buttons = [] } = Notice.parse(payload);
  if (!("identities" in to)) return { dropped: "a notice goes to a person" };
  const project = await desk.store.projects.get(id, localDate(desk.now, to.zone));
  if (!project || !sees((await askerOf(desk, to)).rights, project)) return { dropped: "they may not see the project" };
  const person = await desk.store.people.get(by);
  const line: Text = text`${person ? mention(person) : "Somebody"} ${did}`;
  const blocks: Block[] = [{ kind: "text", text: line }];
  if (words !== undefined) blocks.push({ kind: "quote", text: words });
  if (next !== undefined) blocks.push({ kind: "small", text: next });
  if (buttons.length > 0) blocks.push({ kind: "buttons", buttons: buttons.map(clean) });
  return { summary: beginning(`${project.key}: ${person?.name ?? "somebody"} ${did}`, 150), blocks } satisfies Message;
};

const clean = ({ label, action, value, opensForm }: z.infer<typeof Press>): Button => ({
  ...{ label, action },
  ...(value !== undefined && { value }),
  ...(opensForm && { opensForm }),
});

/** Tells people, once per request, of what the caller or `by` did. Nobody is told of what they did themselves. */
export async function tell(
  call: Call,
  people: readonly string[],
  what: string,
  notice: Omit<Notice, "by"> & Partial<Pick<Notice, "by">>,
): Promise<void> {
  for (const person of new Set(people)) {
    if (person === call.me.id) continue;
    const key = `status-notice:${what}:${notice.project}:${call.id}:${person}`;
    const payload = { by: call.me.id, ...notice };
    await call.store.outbox.add({ key, job: "status.notice", payload, to: { person }, class: "interactive" }, call.now);
  }
}

/** The PMO for a project, as far as they may see it; nobody, where not even an administrator is known. */
export function pmoIfAny(desk: Desk, project: Project, on: LocalDate): Promise<readonly string[]> {
  return officeOf(desk, project, on, async (person) => sees((await askerOf(desk, person)).rights, project));
}

export async function pmoOf(call: Call, project: Project): Promise<readonly string[]> {
  const found = await pmoIfAny(call, project, call.today);
  if (found.length > 0) return found;
  return refuse(`${project.key} has no PMO yet, so there is nobody to send this to. Nothing was changed.`);
}

/** Their names, for "Gita Rao is asked". */
export async function namesOf({ store }: Pick<Call, "store">, people: readonly string[]): Promise<string> {
  const known = await store.people.many([...people]);
  return people.map((id) => known.get(id)?.name ?? "somebody who left").join(" or ");
}
