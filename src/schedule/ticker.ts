import type { Desk, LongPlan, Plan } from "../routes.ts";

/**
 * Runs every plan over the time since it last ran, however long that was: downtime is caught up. The mark moves in the
 * transaction that wrote what became due, so after a crash the same time is planned again and nothing is asked twice.
 * A plan that fails stays where it was and holds up no other.
 */
export async function tick(desk: Desk, plans: Readonly<Record<string, Plan | LongPlan>>): Promise<void> {
  for (const [name, plan] of Object.entries(plans)) {
    try {
      const mark = `planned:${name}`;
      await (typeof plan === "function" ? advance(desk, mark, plan) : advanceLong(desk, mark, plan));
    } catch (error) {
      desk.log.error({ err: error, plan: name }, "a plan failed; it is tried again with the next beat");
    }
  }
}

function advance(desk: Desk, mark: string, plan: Plan): Promise<void> {
  return desk.store.transaction(async (store) => {
    const reached = await store.recall(mark);
    if (reached === undefined) return store.remember(mark, desk.now.toISOString()); // what was due before is not ours
    const from = new Date(reached);
    if (desk.now <= from) return; // the clock was set back: wait until it is here again
    await plan({ ...desk, store }, from, desk.now);
    await store.remember(mark, desk.now.toISOString());
  });
}

/** Two programs may work out the same time; the one that comes second finds the mark elsewhere, and writes nothing. */
async function advanceLong(desk: Desk, mark: string, plan: LongPlan): Promise<void> {
  const reached = await desk.store.recall(mark);
  if (reached !== undefined && desk.now <= new Date(reached)) return;
  const write = reached === undefined ? undefined : await plan.workOut(desk, new Date(reached), desk.now);
  await desk.store.transaction(async (store) => {
    if ((await store.recall(mark)) !== reached) return;
    await write?.({ ...desk, store });
    await store.remember(mark, desk.now.toISOString());
  });
}
