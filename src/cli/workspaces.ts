import { parseArgs } from "node:util";
import type { Config } from "../config.ts";
import { refuse } from "../core/refusal.ts";
import { localDate, longDate } from "../core/time.ts";
import { createLog } from "../log.ts";
import type { Installation } from "../ports/installations.ts";
import { SendFailure } from "../ports/messenger.ts";
import { createWorkspaces, type Workspaces } from "../slack/workspaces.ts";
import { atDesk, print } from "./offline.ts";

const none = "No workspace installs the app by itself: SLACK_CLIENT_ID is not set. README.md, Slack, says how.";

/** Which Slack workspaces have the app; takes it back from one. */
export async function workspaces(args: readonly string[]): Promise<number> {
  const [verb, id = ""] = parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
  await atDesk(async (_, config, store) => {
    if (!config.slack?.oauth) return verb === undefined ? print(none) : refuse(none);
    const { commandPrefix, slack } = config;
    const all = createWorkspaces({ ...slack, commandPrefix }, { store, log: createLog("silent"), clock: { now: () => new Date() } });
    if (verb === undefined) return list(await store.installations.all(), slack);
    if ((verb !== "remove" && verb !== "forget") || id === "") refuse("Say drumbeat workspaces, or drumbeat workspaces remove T0123ABCD.");
    await take(all, verb, id.toUpperCase());
  });
  return 0;
}

function list(kept: readonly Installation[], { workspaces, oauth }: NonNullable<Config["slack"]>): void {
  for (const { workspace, name, installedAt } of kept) {
    const heard = workspaces.includes(workspace) ? "" : "; not in SLACK_WORKSPACES, so it is not heard";
    print(`${workspace}  ${name}, installed ${longDate(localDate(installedAt, "UTC"))}${heard}`);
  }
  for (const id of workspaces.filter((each) => !kept.some(({ workspace }) => workspace === each)))
    print(`${id}  not installed; an administrator of it opens ${oauth?.publicUrl}/slack/install`);
}

async function take(all: Workspaces, verb: "remove" | "forget", id: string): Promise<void> {
  const gone = await all[verb](id).catch((error: unknown) => {
    if (error instanceof SendFailure) refuse(`${error.message}. Nothing was changed; try again, or say drumbeat workspaces forget ${id}.`);
    throw error;
  });
  if (!gone) refuse(`No tokens are kept of ${id}. Say drumbeat workspaces for those that are.`);
  print(`${id}: its tokens are ${verb === "remove" ? "given back and " : ""}forgotten; nobody there is written to any more.`);
  print(
    verb === "remove"
      ? "To take the app away altogether, remove it in that workspace's settings."
      : "Remove the app in that workspace's settings: its tokens are still good.",
  );
}
