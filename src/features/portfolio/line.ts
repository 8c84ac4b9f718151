import { z } from "zod";
import type { Message } from "../../chat/message.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, mention, type Text, text } from "../../chat/text.ts";
import { openStates, refOf, titleOf } from "../../core/entry.ts";
import { called } from "../../core/phrases.ts";
import type { Project } from "../../core/portfolio.ts";
import { label } from "../../core/rag.ts";
import { refuse } from "../../core/refusal.ts";
import { governing, governs, holds } from "../../core/rights.ts";
import { localDate, shortDate } from "../../core/time.ts";
import type { Call, Command, Desk, Job } from "../../routes.ts";
import { personMeant } from "../../verbs/owners.ts";
import type { LineRole } from "./fields.ts";
import { theProject } from "./naming.ts";

const titles: Readonly<Record<LineRole, string>> = { pm: "project manager", sponsor: "sponsor", contact: "PMO contact" };

/** `pmo pm #APOLLO @x`: a dated handover. Whoever had it is told, and whoever has it now is told what is open. */
export function handover(role: LineRole): Command {
  return {
    usage: `pmo ${role} #KEY @PERSON`,
    about: `Hand a project to another ${titles[role]}; “none” leaves it empty`,
    for: governing,
    async run(call, rest): Promise<Reply> {
      const { project, rest: who } = await theProject(call, rest);
      if (!governs(call.rights, project)) refuse(`Only the PMO hands ${project.key} over. Ask them; nothing was changed.`);
      if (who === "") refuse(`Say to whom: pmo ${role} #${project.key} @PERSON.`);
      const to = who.toLowerCase() === "none" ? undefined : await personMeant(call, who);
      if (to?.id === project[role])
        return {
          kind: "message",
          to: "me",
          message: say(`${to ? to.name : "Nobody"} is the ${titles[role]} of ${project.key} already. Nothing was changed.`),
        };
      const inherited = to === undefined ? await heldAbove(call, project, role) : undefined;
      if (inherited !== undefined) refuse(`${inherited} Say to whom: pmo ${role} #${project.key} @PERSON. Nothing was changed.`);
      await give(call, project, role, project[role], to?.id);
      const words: Text = to
        ? text`${mention(to)} is ${titles[role]} of ${bold(project.key)} from today, and is told what is open. ${role === "pm" ? "They are not chased for what was due before." : ""}`
        : text`${bold(project.key)} has no ${titles[role]} from today. ${role === "pm" ? "Nobody is asked for its status until it has one." : ""}`;
      return { kind: "message", to: "me", message: say(words) };
    },
  };
}

/** Whoever has the role by the programme, the portfolio or the organisation has it here too, until the project names somebody. */
export async function heldAbove({ store, today }: Call, project: Project, role: LineRole): Promise<string | undefined> {
  const id = project[role];
  const person = id === undefined ? undefined : await store.people.get(id);
  if (!person || (await store.people.holders(role, { kind: "project", id: project.id }, today)).includes(person.id)) return undefined;
  const held = await store.people.assignments(person.id, today);
  const above = held.find((each) => holds({ person: person.id, held: [each] }, [role], project));
  const of = above === undefined || above.scope.kind === "organisation" ? "the organisation" : `its ${above.scope.kind}`;
  return `${person.name} is ${titles[role]} of ${of}, and so of ${project.key} until it names somebody else.`;
}

const Handover = z.object({
  project: z.string(),
  role: z.enum(["pm", "sponsor", "contact"]),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string(),
});

/** Ends the one and begins the other today, on the record, and tells both. */
export async function give(call: Call, project: Project, role: LineRole, from: string | undefined, to: string | undefined): Promise<void> {
  const { store, now, me, today, id } = call;
  const scope = { kind: "project", id: project.id } as const;
  if (from !== undefined) await store.people.unassign(from, role, scope, today);
  if (to !== undefined) await store.people.assign({ person: to, role, scope, from: today });
  const names = await store.people.many([from, to].filter((each) => each !== undefined));
  const [was, is] = [names.get(from ?? "")?.name, names.get(to ?? "")?.name];
  const change = { at: now, actor: me.id, source: call.user.platform, subject: `project:${project.id}`, what: role };
  await store.record({ ...change, ...(was !== undefined && { from: was }), ...(is !== undefined && { to: is }) });
  const payload: z.infer<typeof Handover> = {
    project: project.id,
    role,
    by: me.id,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  for (const person of [from, to].filter((each) => each !== undefined && each !== me.id)) {
    if (person === undefined) continue;
    const key = `handover:${id}:${project.id}:${role}:${person}`;
    await store.outbox.add({ key, job: "project.handover", payload, to: { person }, class: "interactive" }, now);
  }
}

/** Drawn when it is sent, so that what is open is what is open then. */
export const tellHandover: Job = async (desk, payload, to): Promise<Message | { readonly dropped: string }> => {
  const told = Handover.safeParse(payload);
  if (!told.success || !("zone" in to)) return { dropped: "the handover cannot be read" };
  const { project: id, role, by, from, to: next } = told.data;
  const project = await desk.store.projects.get(id, localDate(desk.now, to.zone));
  if (!project) return { dropped: "the project is gone" };
  const names = await desk.store.people.many([by, from, next].filter((each) => each !== undefined));
  const who = names.get(by)?.name ?? "The PMO";
  if (from !== undefined && next !== undefined && names.get(from)?.id === names.get(next)?.id) return { dropped: "they had it already" };
  if (to.id === from) {
    const after = next === undefined ? "nobody yet" : (names.get(next)?.name ?? "somebody new");
    return say(
      text`${bold(called(project))} has passed from you to ${after}, as ${titles[role]}. ${who} did this; you are not asked about it any more.`,
    );
  }
  if (project[role] !== to.id) return { dropped: "it was handed on meanwhile" };
  const predecessor = from === undefined ? "" : ` It comes from ${names.get(from)?.name ?? "somebody who left"}.`;
  const heading: Text = text`You are now ${titles[role]} of ${bold(called(project))}.${predecessor} ${who} did this; write to them if it is a mistake.`;
  const open = await whatIsOpen(desk, project, role !== "sponsor");
  const what =
    role === "pm"
      ? "Its status prompts come to you from now on. One that is open reaches you as a reminder on the next working day; what is due today or was before is not yours to answer."
      : "Say pmo project and its key to see it.";
  return {
    summary: `You are now ${titles[role]} of ${called(project)}`,
    blocks: [
      { kind: "text", text: heading },
      ...(open.length > 0 ? [{ kind: "facts" as const, facts: open }] : []),
      { kind: "small", text: what },
      { kind: "buttons", buttons: [{ label: "Show the project", action: "project.show", value: project.id }] },
    ],
  };
};

/** The last status and the open entries, register by register; what is only proposed is for those who run the project. */
async function whatIsOpen(
  desk: Desk,
  project: Project,
  withProposed: boolean,
): Promise<readonly (readonly [label: string, value: Text])[]> {
  const last = await desk.store.reports.latest(project.id);
  const facts: (readonly [string, Text])[] = last
    ? [
        [
          "Last status",
          `${label(last.overall).toUpperCase()} on ${shortDate(last.effectiveOn, localDate(desk.now, "UTC"))}${last.summary ? `, ${last.summary.slice(0, 120)}` : ""}`,
        ],
      ]
    : [["Last status", "none yet"]];
  for (const type of desk.types) {
    const filter = { type: type.key, projects: [project.id], states: openStates(type), ...(!withProposed && { proposed: false }) };
    const [entries, count] = [await desk.store.entries.find({ ...filter, limit: 5 }), await desk.store.entries.count(filter)];
    if (count === 0) continue;
    const more = count > entries.length ? [`and ${count - entries.length} more`] : [];
    facts.push([
      `Open ${type.names.many}`,
      [...entries.map((entry) => `${refOf(type, entry)} ${titleOf(type, entry).slice(0, 80)}`), ...more].join("; "),
    ]);
  }
  return facts;
}
