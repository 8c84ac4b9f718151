import { randomUUID } from "node:crypto";
import { say } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { governing, holdsOn } from "../../core/rights.ts";
import type { Call, Command } from "../../routes.ts";

/** `/pmo programme add CORE Core systems`, and its portfolio behind it where there are several. */
export const addProgramme: Command = {
  usage: "pmo programme add KEY NAME [#PORTFOLIO]",
  about: "Add a programme to a portfolio (PMO)",
  for: governing,
  async run(call, words) {
    const portfolio = await portfolioIn(call, /#([A-Za-z][A-Za-z0-9]*)\s*$/.exec(words)?.[1]);
    const [key = "", ...name] = words
      .replace(/#\w+\s*$/, "")
      .trim()
      .split(/\s+/);
    if (!/^[A-Za-z][A-Za-z0-9]{1,9}$/.test(key) || name.length === 0)
      refuse("Say its key and its name: pmo programme add CORE Core systems.");
    const there = (await call.store.projects.programmes()).find((each) => each.key === key.toUpperCase());
    const isMine = there !== undefined && holdsOn(call.rights, governing, there.portfolio);
    if (there)
      refuse(
        isMine ? `${there.key} is a programme already: ${there.name}. Choose another key.` : `${there.key} is taken. Choose another key.`,
      );
    const programme = { id: randomUUID(), portfolio: portfolio.id, key: key.toUpperCase(), name: name.join(" ").slice(0, 80) };
    await call.store.projects.saveProgramme(programme);
    await call.store.record({
      at: call.now,
      actor: call.me.id,
      source: call.user.platform,
      subject: `portfolio:${portfolio.id}`,
      what: "programme",
      to: programme.name,
    });
    return {
      kind: "message",
      to: "me",
      message: say(
        text`${bold(programme.name)} (${programme.key}) is a programme of ${portfolio.name}. Its projects say so in pmo edit; its manager: pmo role @PERSON manager ${programme.key}.`,
      ),
    };
  },
};

/** The portfolio named, or the only one that this person sets up. */
async function portfolioIn(call: Call, named: string | undefined): Promise<Portfolio> {
  const own = (await call.store.projects.portfolios()).filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  const [only, another] = own;
  if (!only) refuse("Only the PMO of a portfolio does this. Ask them, or an admin to give you the role.");
  if (named !== undefined)
    return (
      own.find(({ key }) => key === named.toUpperCase()) ??
      refuse(`There is no portfolio ${named.toUpperCase()} that you set up. There are ${own.map(({ key }) => key).join(", ")}.`)
    );
  const here = own.find(({ id }) => id === call.here.portfolio);
  if (here) return here;
  return another === undefined ? only : refuse(`Say which portfolio: ${own.map(({ key }) => `#${key}`).join(" or ")}.`);
}
