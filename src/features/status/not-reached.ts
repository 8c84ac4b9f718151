import { say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Job } from "../../routes.ts";
import { Asking } from "./asking.ts";
import { list } from "./wording.ts";

/** To the PMO, in place of an escalation: the bot's failure to reach somebody is never their lateness. */
export const notReached: Job = async ({ store }, payload) => {
  const { date, projects } = Asking.parse(payload);
  const found = await Promise.all(projects.map((id) => store.projects.get(id, date)));
  const silent = found.filter((project) => project !== undefined);
  const unanswered = (await Promise.all(silent.map(async (each) => ({ each, report: await store.reports.of(each.id, date) }))))
    .filter(({ report }) => report === undefined)
    .map(({ each }) => each);
  if (unanswered.length === 0) return { dropped: "all answered" };
  const pms = await store.people.many(unanswered.flatMap(({ pm }) => pm ?? []));
  const who = [...pms.values()].map(({ name, identities }) => {
    const why = identities.find(({ unreachable }) => unreachable !== undefined)?.unreachable;
    return why === undefined ? name : `${name} (${why})`;
  });
  return say(
    text`I could not reach ${list(who) || "whoever is asked"}, so ${bold(list(unanswered.map(({ key }) => key)))} has no update. That is not reached, not late.`,
    "Only you see this. Ask an admin to install the app for them, or ask them yourself; drumbeat doctor lists everybody whom I cannot write to.",
  );
};
