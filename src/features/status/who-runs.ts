import type { Project } from "../../core/portfolio.ts";
import { type LocalDate, localDate, shortDate } from "../../core/time.ts";
import type { Desk } from "../../routes.ts";
import { slot } from "./asking.ts";
import { type Notice, namesOf, pmoIfAny } from "./notice.ts";
import { openNotMine } from "./record.ts";

/** What the PMO answers when a PM says of a project that it is not theirs. */
export function whoRunsIt(
  { id, key }: Project,
  period: LocalDate,
  was: string,
  who: { id: string; name: string },
): Omit<Notice, "did" | "by"> {
  return {
    project: id,
    buttons: [
      { label: `${who.name} runs it`.slice(0, 30), action: "status.handOver", value: slot(id, period, undefined, was, who.id) },
      { label: "No, it stays", action: "status.stays", value: slot(id, period, undefined, was) },
    ],
    next: `Until you answer, nobody is asked for ${key} or chased.`,
  };
}

/** With each asking that passes while the PMO has not answered, it is asked again: the project would stay silent for good. */
export async function askPmoAgain(desk: Desk, project: Project, date: LocalDate): Promise<void> {
  const { period, named } = (await openNotMine(desk, project)) ?? {};
  if (project.pm === undefined || named === undefined || period === undefined || period >= date) return;
  const today = localDate(desk.now, desk.settings.zone);
  const name = await namesOf(desk, [named]);
  const did = `said on ${shortDate(period, today)} that ${project.key} is not theirs: ${name} runs it.`;
  const payload: Notice = { by: project.pm, did, ...whoRunsIt(project, period, project.pm, { id: named, name }) };
  for (const person of await pmoIfAny(desk, project, today)) {
    const key = `status-notice:not-mine:${project.id}:${date}:${person}`;
    await desk.store.outbox.add({ key, job: "status.notice", payload, to: { person }, class: "prompt" }, desk.now);
  }
}
