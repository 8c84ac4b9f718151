import { chatNames } from "../../chat/place.ts";
import { count } from "../../core/phrases.ts";
import { nearMoment } from "../../core/time.ts";
import type { Lost } from "../../ports/health.ts";
import type { Moment } from "./chats.ts";
import { platformOf, type Trouble } from "./trouble.ts";

const kinds = {
  interactive: ["message", "messages"],
  prompt: ["prompt or reminder", "prompts and reminders"],
  digest: ["digest", "digests"],
} as const;
const mostReason = 200;

/** One cause for all that was given up for the same reason, and for all of a kind that came too late. */
export function causeOfLost({ state, platform, error, class: kind }: Lost): string {
  return state === "expired" ? `expired:${kind}` : `givenUp:${platformOf(platform) ?? "unknown"}:${reasonOf(error)}`;
}

export function lostTroubles(lost: readonly Lost[], at: Moment): readonly Trouble[] {
  const causes = new Map<string, Lost[]>();
  for (const each of lost) causes.set(causeOfLost(each), [...(causes.get(causeOfLost(each)) ?? []), each]);
  return [...causes].flatMap(([cause, all]) => {
    const first = all.reduce((earliest, each) => (each.at < earliest.at ? each : earliest), all[0] ?? nothing);
    return first.state === "expired" ? expired(cause, all.length, first, at) : givenUp(cause, all.length, first, at);
  });
}

const nothing: Lost = { state: "expired", job: "", class: "prompt", platform: "unknown", error: "", at: new Date(0) };

function givenUp(cause: string, many: number, { platform, error, at: since }: Lost, { now, zone }: Moment): Trouble {
  const chat = platformOf(platform);
  const to = chat === undefined ? "" : ` to ${chatNames[chat]}`;
  return {
    ...{ cause, since },
    title: `${count(many, "message")}${to} ${many === 1 ? "was" : "were"} given up since ${nearMoment(since, now, zone)}: ${reasonOf(error)}.`,
    fix: "Put right what it says, then send them again: say pmo outbox. Until then nobody gets them.",
    healed: "What was given up has been dealt with.",
  };
}

function expired(cause: string, many: number, { class: kind, at: since }: Lost, { now, zone }: Moment): Trouble {
  const [one, more] = kinds[kind];
  return {
    ...{ cause, since },
    title: `${count(many, one, more)} expired since ${nearMoment(since, now, zone)}: it was too late to send ${many === 1 ? "it" : "them"}.`,
    fix: "Nobody is chased for what never reached them. Say pmo ask #KEY to ask about a project now; pmo outbox shows what expired.",
  };
}

/** Without the number that the log has it under, which is another for each. */
function reasonOf(error: string): string {
  const reason = error.replace(/ \([0-9a-f]{8}\)$/, "").replace(/\.$/, "");
  return reason.length > mostReason ? `${reason.slice(0, mostReason - 1)}…` : reason;
}
