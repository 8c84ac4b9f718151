import type { Reply } from "../../chat/reply.ts";
import { check } from "../../core/entry.ts";
import type { Answers } from "../../core/fields.ts";
import type { Project } from "../../core/portfolio.ts";
import { type Colour, isColour, label } from "../../core/rag.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call } from "../../routes.ts";
import { withNames } from "../../verbs/mentions.ts";
import { nearest, projectNamed, projectWithId, reachable } from "../../verbs/reach.ts";
import { formFor } from "./answer.ts";
import { currentlyOwed } from "./ask.ts";
import { reportFields } from "./fields.ts";
import { extentOf } from "./form.ts";
import { prefilled } from "./prefill.ts";
import { owedFor } from "./reporter.ts";

/**
 * The project that "status …" is about, and what is said of it. A first word is a key where it has a # or a visible
 * project is called so; in a project's own channel anything else is said of that project.
 */
export async function meant(call: Call, typed: string): Promise<{ readonly project?: Project; readonly words: string }> {
  const [, first = "", words = ""] = /^(\S*)\s*(.*)$/s.exec(typed) ?? [];
  const seen = await reachable(call);
  const named = seen.find(({ key }) => key === first.toUpperCase());
  if (named) return { project: named, words };
  const home = call.here.project;
  const mistyped = words === "" && colourIn(first) === undefined && nearest(first, keysOf(seen)).length > 0;
  if (first.startsWith("#") || (first !== "" && mistyped)) return { project: await projectNamed(call, first), words };
  if (home !== undefined) return { project: await projectWithId(call, home), words: typed };
  if (first === "") return { words };
  if (colourIn(first) !== undefined) refuse(`Which project? Say it first: status #KEY ${typed.slice(0, 80)}`);
  return { project: await projectNamed(call, first), words };
}

const keysOf = (projects: readonly Project[]): readonly string[] => projects.map(({ key }) => key);

const colourIn = (word: string): Colour | undefined => {
  const bare = word.toLowerCase().replace(/[:,.;!-]+$/, "");
  return isColour(bare) ? bare : undefined;
};

/** The form, opened with the words: a leading colour of the portfolio, and the rest as the summary. Nothing is kept before Save. */
export async function begun(call: Call, project: Project, words: string): Promise<Reply> {
  const { period } = await currentlyOwed(call, project);
  const owed = await owedFor(call, project.id, period);
  const [, first = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(words) ?? [];
  const overall = owed.colours.find((colour) => colour === colourIn(first));
  const summary = (await withNames(call, overall === undefined ? words : rest)).replace(/\s+/g, " ").trim();
  const slip = overall === undefined ? colourMissed(first, owed.colours) : undefined;
  const said: Answers = {
    ...(overall !== undefined && { overall }),
    ...(overall === "green" && { pathToGreen: undefined, greenBy: undefined }),
    ...(slip !== undefined && { overall: undefined }),
    ...(summary !== "" && { summary }),
  };
  const answers = { ...prefilled(owed, call.today), ...said };
  const wrong = check(reportFields(extentOf(call, owed, false)), answers, call.today).problems["summary"];
  const problems = { ...(slip !== undefined && { overall: slip }), ...(summary !== "" && wrong !== undefined && { summary: wrong }) };
  return formFor(call, owed, { project: project.id, period }, { answers, problems });
}

const elsewhere = ["yellow", "orange", "purple", "blue", "black", "white", "grey", "gray"];

/** A colour of another scale, or a slip of the finger (not of "red": "read" is a word): last time's must not stand in for it. */
function colourMissed(word: string, colours: readonly Colour[]): string | undefined {
  const bare = word.toLowerCase().replace(/[:,.;!-]+$/, "");
  const isMeant =
    isColour(bare) ||
    elsewhere.includes(bare) ||
    nearest(
      bare,
      colours.filter((colour) => colour !== "red"),
    ).length > 0;
  return isMeant ? `“${word}” is not one of the colours here. Choose ${or(colours.map(label))}.` : undefined;
}

const or = (words: readonly string[]): string => `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
