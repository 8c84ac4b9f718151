import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import { say } from "../../chat/message.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { count } from "../../core/phrases.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call, Command, Feature, Press } from "../../routes.ts";
import { overall } from "../../verbs/oversight.ts";
import { gather } from "./gather.ts";
import { screen } from "./screen.ts";
import { drop, resend } from "./settle.ts";

export { gather, type Undelivered } from "./gather.ts";
export { drop, resend } from "./settle.ts";

const show: Command = {
  usage: "pmo outbox",
  about: "What could not be sent, and what is late (admin, PMO)",
  for: ["admin", "pmo"],
  async run(call) {
    mayLook(call);
    return toMe(screen(await gather(call), call.now, call.me.zone));
  },
};

const again: Command = {
  usage: "pmo outbox resend all",
  about: "Sends again all that was given up (admin, PMO)",
  for: ["admin", "pmo"],
  async run(call, rest) {
    mayLook(call);
    if (rest.trim().toLowerCase() !== "all") refuse("Say pmo outbox resend all, or press Send again beside one of pmo outbox.");
    const sent = await resend(call);
    await noted(call, "resent", "all", sent);
    return toMe(
      say(sent === 0 ? "Nothing was given up." : `${count(sent, "message")} will be sent again. pmo outbox shows what is not out by then.`),
    );
  },
};

const press =
  (what: "resent" | "dropped", act: (call: Call, id: number) => Promise<number>): Press =>
  async (call, value): Promise<Reply> => {
    mayLook(call);
    const id = carried(z.int().min(1), value);
    if ((await act(call, id)) > 0) await noted(call, what, String(id), 1);
    return { kind: "message", to: "replace", message: screen(await gather(call), call.now, call.me.zone) };
  };

/** Whom the bot wrote to, and of whom it could not, is about everybody. */
function mayLook(call: Call): void {
  if (!overall(call)) refuse("Only administrators and the PMO of the whole organisation see what could not be sent.");
}

async function noted({ store, now, me, user }: Call, what: string, which: string, number: number): Promise<void> {
  if (number > 0) await store.record({ at: now, actor: me.id, source: user.platform, subject: "outbox", what, to: which });
}

/** What could not be sent: whoever runs the place sees it, and sends it again once the cause is mended. */
export const outbox: Feature = {
  commands: { "pmo outbox": show, "pmo outbox resend": again },
  presses: { "outbox.resend": press("resent", resend), "outbox.drop": press("dropped", (call, id) => drop(call, call.me.name, id)) },
};
