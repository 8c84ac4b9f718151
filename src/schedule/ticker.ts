import type { Desk, Plan } from "../routes.ts";

/**
 * Runs every plan over the time since it last ran, however long that was: downtime is caught up. The mark moves in the
 * transaction that wrote what became due, so after a crash the same time is planned again and nothing is asked twice.
 * A plan that fails stays where it was and holds up no other.
 */
export async function tick(desk: Desk, plans: Readonly<Record<string, Plan>>): Promise<void> {
  for (const [name, plan] of Object.entries(plans)) {
    try {
      await desk.store.transaction((store) => advance({ ...desk, store }, `planned:${name}`, plan));
    } catch (error) {
      desk.log.error({ err: error, plan: name }, "a plan failed; it is tried again with the next beat");
    }
  }
}

async function advance(desk: Desk, mark: string, plan: Plan): Promise<void> {
  const reached = await desk.store.recall(mark);
  if (reached === undefined) return desk.store.remember(mark, desk.now.toISOString()); // what was due before is not ours
  const from = new Date(reached);
  if (desk.now <= from) return; // the clock was set back: wait until it is here again
  await plan(desk, from, desk.now);
  await desk.store.remember(mark, desk.now.toISOString());
}
