import { parseArgs } from "node:util";
import { count } from "../core/phrases.ts";
import { refuse } from "../core/refusal.ts";
import { drop, gather, resend, type Undelivered } from "../features/outbox/index.ts";
import type { Desk } from "../routes.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat outbox`: the figures of `/pmo outbox`, and the same two ways out. The running server sends; this only says so. */
export async function outbox(args: readonly string[]): Promise<number> {
  const [what = "list", which = "", ...surplus] = parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
  if (surplus.length > 0) refuse(`“${surplus[0]}” is not understood here. ${howTo}`);
  return atDesk(async (desk) => {
    switch (what) {
      case "list":
        return list(desk);
      case "resend": {
        const sent = await resend(desk, which === "all" ? undefined : idIn(which));
        print(sent === 0 ? "No such message was given up." : `${count(sent, "message")} will be sent again, by the server.`);
        return sent === 0 ? 1 : 0;
      }
      case "drop": {
        const dropped = await drop(desk, "the command line", idIn(which));
        print(dropped === 0 ? "No such message was given up." : "Dropped.");
        return dropped === 0 ? 1 : 0;
      }
      default:
        refuse(`“${what}” is not understood here. ${howTo}`);
    }
  });
}

const howTo = "Say drumbeat outbox, drumbeat outbox resend ID, drumbeat outbox resend all, or drumbeat outbox drop ID.";

function idIn(word: string): number {
  return /^\d{1,15}$/.test(word) ? Number(word) : refuse(`Which message? ${howTo}`);
}

/** 1 when something was given up, for whatever watches the installation. */
async function list(desk: Desk): Promise<number> {
  const { givenUp, stuck } = await gather(desk);
  print(`${count(givenUp.length, "message")} given up, ${count(stuck.length, "message")} late`);
  for (const each of givenUp) print(line(each, "given up"));
  for (const each of stuck) print(line(each, "due"));
  return givenUp.length === 0 ? 0 : 1;
}

const line = ({ id, kind, whom, why, since, unsure }: Undelivered, what: string): string =>
  `${String(id).padStart(6)}  ${kind} to ${whom}, ${what} ${since.toISOString().slice(0, 16)}Z: ${why}${unsure ? " (it may have arrived)" : ""}`;
