import { say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import { beginning } from "../../core/letters.ts";
import type { Project, ProjectState } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { governing, governs } from "../../core/rights.ts";
import type { Command } from "../../routes.ts";
import { theProject } from "./naming.ts";

/** `/pmo hold|close|reopen #KEY reason`: whether a project runs, with the reason on its record. */
export function moveProject(verb: "hold" | "close" | "reopen", to: ProjectState, about: string, next: string): Command {
  return {
    usage: `pmo ${verb} #KEY REASON`,
    about,
    for: governing,
    async run(call, words) {
      const { project, rest } = await theProject(call, words);
      const reason = rest.replace(/^because\s+/i, "");
      if (!governs(call.rights, project)) refuse(`Only the PMO can ${verb} ${project.key}. Ask them; nothing was changed.`);
      if (project.state === to) refuse(`${project.key} is ${to} already. Nothing was changed.`);
      if (reason === "") refuse(`Say why: pmo ${verb} #${project.key} and the reason. It goes on the record.`);
      const moved: Project = { ...project, state: to };
      await call.store.projects.save(moved);
      const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `project:${project.id}` };
      await call.store.record({ ...change, what: "state", from: project.state, to: `${to}: ${beginning(reason, 300)}` });
      return { kind: "message", to: "me", message: say(text`${bold(project.key)} is ${to} (was ${project.state}). ${next}`) };
    },
  };
}
