import { type Claimed, type GoesTo, laneOf } from "../ports/outbox.ts";
import { budgetOf, type Pace } from "../ports/paces.ts";
import type { Works } from "./works.ts";

/** So many channels refuse, and none takes anything in between, before the whole workspace is meant. */
const refusalsInARow = 3;

/** A platform asked for a pause and does not say for what: its channel pauses, and the workspace once it seems to be meant. */
export async function pause(works: Works, claimed: Claimed, until: Date): Promise<void> {
  const { store } = works.desk();
  const [lane, budget] = [laneOf(claimed.to), budgetFor(claimed)];
  await store.outbox.holdBack(lane, until);
  const refused = (works.refusals.get(budget) ?? new Set()).add(lane);
  works.refusals.set(budget, refused);
  const rate = paceOf(works, claimed.goesTo)?.workspace;
  if (refused.size < refusalsInARow || !rate) return;
  works.refusals.delete(budget);
  await store.paces.slow(budget, rate, until, works.clock.now());
  works.log.warn({ goesTo: claimed.goesTo, until }, "a whole workspace asks for a pause; it is written to half as often for a while");
}

/** Something got through: what was refused before was meant for its own channel. */
export const gotThrough = (works: Works, claimed: Claimed): void => void works.refusals.delete(budgetFor(claimed));

export function paceOf({ messengers }: Pick<Works, "messengers">, goesTo: GoesTo): Pace | undefined {
  return messengers.find(({ platform }) => goesTo.split(":")[0] === platform)?.pace;
}

const budgetFor = ({ goesTo, follows }: Claimed): string => budgetOf(goesTo, follows?.how === "edit" ? "edit" : "post");
