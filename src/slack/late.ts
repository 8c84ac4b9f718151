import type { Reply } from "../chat/reply.ts";
import { section } from "./blocks.ts";
import { drawNotice } from "./form.ts";
import type { Heard } from "./heard.ts";
import type { Ack } from "./reply.ts";

/** Slack gives an acknowledgement three seconds; the way to it and back takes some of them. */
const ackWithinMs = 2_000;

/**
 * An answer that takes long (the store is busy) is acknowledged before it is there, and said afterwards: what Slack has
 * given up on would be stored and never told. A form that waits for it says so, and is drawn over.
 */
export async function inTime(heard: Heard, ack: Ack, reply: Promise<Reply>): Promise<{ readonly heard: Heard; readonly ack: Ack }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((done) => {
    timer = setTimeout(done, ackWithinMs, "late");
  });
  const first = await Promise.race([reply, late]).finally(() => clearTimeout(timer));
  if (first !== "late") return { heard, ack };
  const { view } = heard;
  const waiting = section("One moment, this takes longer than usual. The answer comes here.");
  await (ack.update ? ack.update(drawNotice(view?.title?.text ?? "Drumbeat", [waiting])) : ack.nothing());
  const acknowledged: Ack = { nothing: async () => undefined };
  // The form that shows is another one now, whose hash nobody has told.
  return { heard: view ? { ...heard, view: { ...view, hash: "" } } : heard, ack: acknowledged };
}
