import type { Platform } from "../core/people.ts";
import type { Place } from "./intent.ts";

export const chatNames: Readonly<Record<Platform, string>> = { slack: "Slack", teams: "Teams", terminal: "the terminal" };

/** A channel as people call it: its id says nothing to anybody. */
export function channelCalled({ name, platform }: Pick<Place, "platform" | "name">): string {
  return name === undefined ? `a channel on ${chatNames[platform]}` : `#${name.replace(/^#/, "")}`;
}
