import { say } from "../chat/message.ts";
import { type Reply, toMe } from "../chat/reply.ts";
import { Refusal } from "../core/refusal.ts";
import { Undecided } from "../ports/undecided.ts";

/**
 * Where the connection was lost at the commit, the same is done once more. Writers come one after the other, so by then the
 * first is kept or gone, and as a request counts once, the second tells which.
 */
export async function certainly(attempt: () => Promise<Reply>): Promise<Reply> {
  try {
    return await attempt();
  } catch (undecided) {
    if (!(undecided instanceof Undecided)) throw undecided;
    const reply = await attempt().catch((error: unknown) => {
      throw error instanceof Refusal ? error : undecided;
    });
    return reply.kind === "done" && reply.repeated ? toMe(say(isKept)) : reply;
  }
}

const isKept =
  "That is done, but the connection to the database broke before I could show the answer. Nothing has to be entered again; to see it, look it up.";
export const mayBeKept =
  "The database went away while this was being stored, so I cannot tell whether it was. Please look before you ask again;";
