import type { Posting } from "../../ports/outbox.ts";

/** What each message is to people; parts of the product are told apart by the first word of its job. */
const kinds: Readonly<Record<string, string>> = {
  "status.prompt": "Status prompt",
  "status.reminder": "Reminder",
  "status.headsUp": "Heads-up",
  "status.escalation": "Escalation",
  "status.deputy": "Notice to a deputy",
  "digest.post": "Digest",
  "digest.detail": "Digest",
  "digest.preview": "Preview of a digest",
  status: "Notice about a status",
  digest: "Notice about a digest",
  entry: "Notice about an entry",
  project: "Handover",
  people: "Notice about a role",
  resume: "Offer to go on",
  identify: "Look-up of a person",
  channel: "Look-up of a channel",
  notReached: "Notice to administrators",
  shared: "Notice to administrators",
};

export function kindOf({ job, follows }: Posting): string {
  const kind = kinds[job] ?? kinds[job.split(".")[0] ?? ""] ?? "Message";
  return follows?.how === "edit" ? `Change of: ${kind.toLowerCase()}` : kind;
}
