import type { Reply } from "../../chat/reply.ts";
import { governing, leading } from "../../core/rights.ts";
import type { Call, Feature } from "../../routes.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { projectCard } from "./card.ts";
import { addProject, editProject, saveProject } from "./form.ts";
import { showHistory } from "./history.ts";
import { makeHome } from "./home.ts";
import { handover, tellHandover } from "./line.ts";
import { listProjects, turnPage } from "./list.ts";
import { theProject } from "./naming.ts";
import { offerProjects } from "./offer.ts";
import { askToRemove, removeProject } from "./removal.ts";
import { moveProject } from "./state.ts";

const show = async (call: Call, id: string): Promise<Reply> => ({
  kind: "message",
  to: "me",
  message: await projectCard(call, await projectWithId(call, id)),
});

/** Projects in chat: seen, added, changed, handed over, given a home, put on hold. */
export const portfolio: Feature = {
  commands: {
    "pmo project": {
      usage: "pmo project KEY",
      about: "A project: its people, dates, last status and what is open",
      run: async (call, rest) => show(call, (await theProject(call, rest)).project.id),
    },
    "pmo projects": {
      usage: "pmo projects [mine|red|TEXT|PORTFOLIO]",
      about: "The projects you can see",
      run: async (call, rest) => ({ kind: "message", to: "me", message: await listProjects(call, rest) }),
    },
    "pmo add project": { usage: "pmo add project [KEY NAME]", about: "Add a project (PMO)", for: governing, run: addProject },
    "pmo remove project": {
      usage: "pmo remove project #KEY",
      about: "Remove one added by mistake (PMO)",
      for: governing,
      run: askToRemove,
    },
    "pmo edit": {
      usage: "pmo edit #KEY",
      about: "Change a project",
      for: leading,
      run: async (call, rest) => editProject(call, (await theProject(call, rest)).project),
    },
    "pmo history": { usage: "pmo history #KEY", about: "Who changed what of a project", run: showHistory },
    "pmo pm": handover("pm"),
    "pmo sponsor": handover("sponsor"),
    "pmo contact": handover("contact"),
    "pmo channel": makeHome,
    "pmo hold": moveProject("hold", "on hold", "Put a project on hold (PMO)", "It is not asked for status and not late until pmo reopen."),
    "pmo close": moveProject(
      "close",
      "complete",
      "Close a project (PMO)",
      "It is not asked for status any more; its record stays. pmo reopen takes it back.",
    ),
    "pmo reopen": moveProject("reopen", "active", "Take a project up again (PMO)", "It is asked for status at its next prompt."),
  },
  presses: {
    "project.show": (call, value) => show(call, value),
    "project.page": turnPage,
    "project.edit": async (call, value) => editProject(call, await projectWithId(call, value)),
    "project.remove": removeProject,
  },
  submits: { "project.save": saveProject },
  jobs: { "project.handover": tellHandover },
  lookup: offerProjects,
};
