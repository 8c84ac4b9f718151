import { toMe } from "../../chat/reply.ts";
import { refuse } from "../../core/refusal.ts";
import { governing } from "../../core/rights.ts";
import type { Call, Feature } from "../../routes.ts";
import { alert } from "./alert.ts";
import { alertsPlan } from "./alerts.ts";
import { alertJob, troublesNow } from "./gather.ts";
import { chooseAlerts } from "./place.ts";
import { healthScreen } from "./screen.ts";

const ownPlan = "health.alerts";

/** How the program itself does, for those who run it. It comes last: its plan looks at how all the others did. */
export function health(parts: readonly Feature[]): Feature {
  const plans = parts.flatMap((part) => Object.keys(part.plans ?? {}));

  async function howItDoes(call: Call) {
    if (!call.rights.held.some(({ role, scope }) => role === "admin" && scope.kind === "organisation"))
      refuse("Only administrators see how the program does. If something you expect does not come, tell your PMO.");
    const mark = await call.store.recall(`planned:${ownPlan}`);
    const open = new Set((await call.store.health.alerts()).map(({ cause }) => cause));
    const troubles = await troublesNow(call, mark === undefined ? call.now : new Date(mark), plans, open);
    return toMe(await healthScreen(call, troubles));
  }

  return {
    commands: {
      "pmo health": { usage: "pmo health", about: "How Drumbeat itself does, and what is stuck (admin)", for: ["admin"], run: howItDoes },
      "pmo alerts": {
        usage: "pmo alerts [here | off]",
        about: "Where to tell, once, that something is stuck (PMO)",
        for: governing,
        run: chooseAlerts,
      },
    },
    jobs: { [alertJob]: alert },
    plans: { [ownPlan]: alertsPlan(plans) },
  };
}
