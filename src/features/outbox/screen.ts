import type { Block, Message } from "../../chat/message.ts";
import { figure } from "../../core/phrases.ts";
import { nearMoment } from "../../core/time.ts";
import { most, type State, type Undelivered } from "./gather.ts";

/** As many as one screen shows with buttons of their own. */
const shownOneByOne = 5;
const shownInTable = 15;

/** `/pmo outbox`: what was given up, with what can be done about it, and what is late. */
export function screen({ givenUp, stuck }: State, now: Date, zone: string): Message {
  if (givenUp.length + stuck.length === 0)
    return { summary: "Nothing was given up", blocks: [{ kind: "text", text: "Nothing was given up, and nothing is late." }] };
  const when = (at: Date) => nearMoment(at, now, zone);
  const numbers = `${many(givenUp)} given up, ${many(stuck)} late`;
  return {
    summary: `Outbox: ${numbers}`,
    blocks: [
      { kind: "heading", text: `Outbox: ${numbers}` },
      ...givenUpBlocks(givenUp, when),
      ...stuckBlocks(stuck, when),
      { kind: "small", text: "What a message says is not shown here. Times are yours." },
    ],
  };
}

function givenUpBlocks(all: readonly Undelivered[], when: (at: Date) => string): readonly Block[] {
  if (all.length === 0) return [];
  const one = (each: Undelivered): readonly Block[] => [
    {
      kind: "text",
      text: `${each.kind} to ${each.whom}, given up ${when(each.since)}: ${each.why}.${each.unsure ? " It may have arrived." : ""}`,
    },
    {
      kind: "buttons",
      buttons: [
        { label: "Send again", action: "outbox.resend", value: String(each.id) },
        { label: "Drop", action: "outbox.drop", value: String(each.id) },
      ],
    },
  ];
  const rest = all.length - shownOneByOne;
  return [
    ...all.slice(0, shownOneByOne).flatMap(one),
    ...(rest > 0 ? [{ kind: "text" as const, text: `And ${figure(rest)} more: ${reasons(all.slice(shownOneByOne))}.` }] : []),
    {
      kind: "small",
      text: "Mend the cause first. pmo outbox resend all sends all of them again; what may have arrived is looked for first, on Slack.",
    },
  ];
}

/** "12 × invalid_auth; 3 × the channel is archived": the numbers of single failures are left out. */
function reasons(all: readonly Undelivered[]): string {
  const times = new Map<string, number>();
  for (const { why } of all) {
    const cause = why.replace(/ \([0-9a-f]{8}\)$/, "");
    times.set(cause, (times.get(cause) ?? 0) + 1);
  }
  const sorted = [...times].sort(([, a], [, b]) => b - a).slice(0, 5);
  return sorted.map(([why, n]) => `${figure(n)} × ${why}`).join("; ");
}

function stuckBlocks(all: readonly Undelivered[], when: (at: Date) => string): readonly Block[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, shownInTable).map((each) => [each.kind, each.whom, when(each.since), each.why]);
  const rest = all.length - rows.length;
  return [
    { kind: "text", text: "Late by more than a quarter of an hour; they are tried again by themselves:" },
    { kind: "table", columns: ["What", "To", "Due", "Why"], rows },
    ...(rest > 0 ? [{ kind: "small" as const, text: `And ${figure(rest)} more.` }] : []),
  ];
}

const many = (all: readonly Undelivered[]): string => (all.length === most ? `${figure(most)} or more` : figure(all.length));
