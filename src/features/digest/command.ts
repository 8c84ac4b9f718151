import type { Portfolio } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { governing, holdsOn } from "../../core/rights.ts";
import { type LocalDate, localDate } from "../../core/time.ts";
import type { Audience } from "../../ports/digests.ts";
import type { Call, Command } from "../../routes.ts";
import { reachable } from "../../verbs/reach.ts";
import { compose } from "./compose.ts";
import { gather, type Reading } from "./gather.ts";
import { issued, readingOf } from "./issue.ts";
import { message } from "./message.ts";
import * as notices from "./notices.ts";
import { isWhole, usualSince } from "./text.ts";

/** The digest of this moment, for one reader: what they may not see is not in it. */
export const showDigest: Command = {
  usage: "pmo digest [PORTFOLIO]",
  about: "The portfolio digest as it stands now, for you alone",
  async run(call, rest) {
    const offer = await offered(call);
    const { portfolio, audience } = chosen(call, offer, rest.trim());
    const today = localDate(call.now, portfolio.zone);
    const reading = audience
      ? await audienceReading(call, audience, today)
      : { title: portfolio.name, portfolio, asOf: today, since: usualSince(portfolio, today) };
    const digest = compose(await gather(call, { ...reading, rights: call.rights }));
    return { kind: "message", message: message(digest, { rest: "say pmo projects", footer: [notices.onlyYou] }), to: "me" };
  },
};

interface Offer {
  readonly portfolio: Portfolio;
  readonly audience?: Audience;
}

/** Every audience, and every portfolio by itself, of which this person sees some project. */
async function offered(call: Call): Promise<readonly Offer[]> {
  const mine = new Set((await reachable(call)).filter(({ confidential }) => !confidential).map(({ portfolio }) => portfolio));
  const portfolios = (await call.store.projects.portfolios()).filter(({ id }) => mine.has(id));
  const audiences = await call.store.digests.audiences();
  return portfolios.flatMap((portfolio) => {
    const theirs = audiences.filter((audience) => audience.portfolio === portfolio.id);
    const whole = theirs.find(isWhole);
    const rest = theirs.filter((audience) => audience !== whole).map((audience) => ({ portfolio, audience }));
    return [{ portfolio, ...(whole && { audience: whole }) }, ...rest];
  });
}

function chosen({ here, rights }: Call, offer: readonly Offer[], typed: string): Offer {
  if (offer.length === 0)
    refuse(
      holdsOn(rights, governing)
        ? "There is no project yet that a digest would tell of. pmo setup makes a portfolio, and pmo add project a project in it."
        : "There is no digest that you can see. Your PMO can give you a role on a portfolio.",
    );
  const named = offer.find(({ portfolio, audience }) =>
    [...(audience ? [audience.name] : []), portfolio.key, portfolio.name].some((each) => same(each, typed)),
  );
  if (named) return named;
  const usual =
    offer.find(({ portfolio }) => portfolio.id === here.portfolio) ??
    (new Set(offer.map(({ portfolio }) => portfolio.id)).size === 1 ? offer[0] : undefined);
  if (typed === "" && usual) return usual;
  const names = offer.map(({ portfolio, audience }) => audience?.name ?? portfolio.key);
  refuse(
    `${typed === "" ? "Which one?" : `There is no digest ${typed} that you can see.`} Say pmo digest and one of: ${names.join(", ")}.`,
  );
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

async function audienceReading({ store }: Call, audience: Audience, period: LocalDate): Promise<Reading> {
  const found = await issued(store, { audience: audience.id, period });
  if (!found) refuse("That digest is not there any more.");
  const { note, ...reading } = await readingOf(store, found);
  // What the PMO means to add is for leaders once it is posted, and for nobody before.
  return found.issue?.state === "posted" && note !== undefined ? { ...reading, note } : reading;
}
