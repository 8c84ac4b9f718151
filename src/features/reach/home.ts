import { localDate } from "../../core/time.ts";
import type { Channel } from "../../ports/projects.ts";
import type { Desk } from "../../routes.ts";

/** The key of the project, or of the portfolio, that a channel is the home of. */
export async function homeOf({ store, settings, now }: Desk, channel: Channel): Promise<string | undefined> {
  const { project, portfolio } = (await store.projects.at(channel)) ?? {};
  const found = project === undefined ? undefined : await store.projects.get(project, localDate(now, settings.zone));
  return found?.key ?? (portfolio === undefined ? undefined : (await store.projects.portfolio(portfolio))?.key);
}
