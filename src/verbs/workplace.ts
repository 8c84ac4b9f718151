import type { Call } from "../routes.ts";
import { isOutside } from "./may.ts";

/** For whoever has no role but logged something in a project's channel: where that works, and who gives a role. */
export async function whereTheyWork(call: Call): Promise<string | undefined> {
  if (isOutside(call.me)) return undefined;
  const own = await call.store.entries.find({ author: call.me.id });
  const lines: string[] = [];
  for (const id of [...new Set(own.map(({ project }) => project))].slice(0, 3)) {
    const project = await call.store.projects.get(id, call.today);
    if (!project || project.confidential) continue;
    const channels = await call.store.projects.channels({ project: id });
    const channel = channels.find(({ platform }) => platform === call.at.platform);
    const name = channel && (channel.name ?? (channel.platform === "terminal" ? channel.channel : undefined));
    const pm = project.pm === undefined ? undefined : await call.store.people.get(project.pm);
    const place = name === undefined ? `Say it in the channel of ${project.key}` : `Say it in #${name.replace(/^#/, "")}`;
    lines.push(`${place}, or ask ${pm?.name ?? "your PMO"} for a role on ${project.key}.`);
  }
  return lines.length === 0 ? undefined : lines.join(" ");
}
