import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { projectNamed, projectWithId, seenByKey } from "../../verbs/reach.ts";

/** The project that the words begin with, or the one whose home this channel is; and the words after it. */
export async function theProject(call: Call, words: string): Promise<{ readonly project: Project; readonly rest: string }> {
  const [first = "", ...others] = words.trim().split(/\s+/);
  const home = call.here.project;
  if (first.startsWith("#") || home === undefined) {
    if (first === "") refuse("Say which project, for example #APOLLO; in a project's own channel you need not.");
    return { project: await projectNamed(call, first), rest: others.join(" ") };
  }
  const known = await seenByKey(call, first.toUpperCase());
  if (known) return { project: known, rest: others.join(" ") };
  return { project: await projectWithId(call, home), rest: words.trim() };
}
