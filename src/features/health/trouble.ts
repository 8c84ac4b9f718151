import type { Platform } from "../../core/people.ts";
import type { Alert } from "../../ports/health.ts";

/** What is stuck, and what to do about it: one of each cause, however many messages it holds up. */
export type Trouble = Omit<Alert, "raisedAt">;

/** The chat that a cause is about: "token:slack". */
export const causeOf = (kind: string, platform: string): string => `${kind}:${platform}`;

const platforms: readonly Platform[] = ["slack", "teams", "terminal"];

/** "slack:T1" is a workspace on Slack. */
export function platformOf(goesTo: string): Platform | undefined {
  return platforms.find((each) => each === goesTo.split(":")[0]);
}
