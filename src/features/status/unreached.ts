import type { Message } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Job } from "../../routes.ts";
import { askedAbout } from "./asked.ts";
import { Escalation } from "./escalation.ts";
import { isOpen, owedBy } from "./owed.ts";
import { list } from "./wording.ts";

/** In place of an escalation: whoever could not be written to was not asked, so they are not late. */
export const notReachedJob: Job = async (desk, payload, to) => {
  const { date, projects } = Escalation.parse(payload);
  if (!("identities" in to)) return { dropped: "this goes to a person" };
  const open = (await owedBy(desk, to, date, projects, "watching")).filter(isOpen);
  const first = open[0];
  if (!first) return { dropped: "answered, or nothing asked" };
  const pm = await askedAbout(desk, first);
  const why = pm?.identities.find(({ unreachable }) => unreachable !== undefined)?.unreachable;
  const keys = list(open.map(({ project }) => project.key));
  const line = text`${bold(keys)}: ${pm?.name ?? "the project manager"} could not be reached here${why === undefined ? "" : ` (${why})`}, so ${open.length === 1 ? "it is" : "they are"} not late.`;
  return {
    summary: `${keys}: not reached`,
    blocks: [
      { kind: "text", text: line },
      {
        kind: "text",
        text: "Please ask another way. You can write down the answer yourself with status and the project's key; it is marked as on their behalf.",
      },
    ],
  } satisfies Message;
};
