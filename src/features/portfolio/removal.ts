import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import { called } from "../../core/phrases.ts";
import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { governs } from "../../core/rights.ts";
import type { Call } from "../../routes.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { theProject } from "./naming.ts";

/** `/pmo remove project #KEY`: for one that was added by mistake; asked once more, because closing is what is usually meant. */
export async function askToRemove(call: Call, words: string): Promise<Reply> {
  const { project } = await theProject(call, words);
  mayRemove(call, project);
  return {
    kind: "message",
    to: "me",
    message: {
      summary: `Remove ${project.key}?`,
      blocks: [
        {
          kind: "text",
          text: text`Remove ${bold(called(project))}? Its reports and entries go out of everybody's sight, and its key is free again. If it has ended, say pmo close #${project.key} instead: then its record stays.`,
        },
        {
          kind: "buttons",
          buttons: [
            {
              label: "Remove",
              action: "project.remove",
              value: project.id,
              style: "danger",
              confirm: `Remove ${project.key}? This cannot be undone here.`,
            },
          ],
        },
      ],
    },
  };
}

export async function removeProject(call: Call, id: string): Promise<Reply> {
  const project = await projectWithId(call, id);
  mayRemove(call, project);
  await call.store.projects.leave(project.id, call.today);
  await call.store.projects.remove(project.id);
  await call.store.record({
    at: call.now,
    actor: call.me.id,
    source: call.user.platform,
    subject: `project:${project.id}`,
    what: "removed",
    from: called(project),
  });
  return { kind: "message", to: "replace", message: say(text`${bold(called(project))} is removed. Nobody is asked about it any more.`) };
}

function mayRemove(call: Call, project: Project): void {
  if (!governs(call.rights, project)) refuse(`Only the PMO can remove ${project.key}. Ask them; nothing was changed.`);
}
