import { dueOf, isFinal, isOverdue, textOf } from "../core/entry.ts";
import type { Values } from "../core/fields.ts";
import { type Matrix, type Score, score, usualMatrix } from "../core/matrix.ts";
import { always, amount, choice, date, line, number, paragraph, person } from "../core/questions.ts";
import { type RecordType, usualRights } from "../core/record-type.ts";
import { shortDate } from "../core/time.ts";

const threats = ["avoid", "transfer", "mitigate"];
const opportunities = ["exploit", "share", "enhance"];

/** The risk register, scored by an organisation's own matrix. */
export function riskScoredBy(matrix: Matrix): RecordType {
  const inherent = (values: Values) => score(matrix, values["probability"], values["impact"]);
  const residual = (values: Values) => score(matrix, values["residualProbability"], values["residualImpact"]);
  /** What is left after the response where somebody said so, else what there was before it. */
  const current = (values: Values) => residual(values) ?? inherent(values);
  const scored = (values: Values, probability: string, impact: string) => {
    const found = score(matrix, values[probability], values[impact]);
    return found && sum(values[probability], values[impact], found);
  };
  const isTop = (found: Score | undefined) => found !== undefined && found.rank === matrix.bands.length - 1;

  return {
    key: "risk",
    prefix: "R",
    names: { one: "risk", many: "risks" },
    about: "Something uncertain that would hurt a project, or help it",
    fields: {
      title: line("Title", 200, { required: always, hint: "What may happen, in a few words" }),
      owner: person("Owner", { token: "owner:", hint: "Exactly one person" }),
      due: date("Due", { token: "due:", hint: "When the response has to be in place" }),
      probability: number("Probability", 1, 5, { token: "p", hint: "1 rare to 5 almost certain" }),
      impact: number("Impact", 1, 5, { token: "i", hint: "1 negligible to 5 severe" }),
      kind: choice("Kind", { threat: "Threat", opportunity: "Opportunity" }, { token: "kind:", hint: "A threat unless said otherwise" }),
      cause: paragraph("Cause", 1000, { token: "cause:", hint: "Because of …" }),
      event: paragraph("Event", 1000, { token: "event:", hint: "… this may happen …" }),
      effect: paragraph("Effect", 1000, { token: "effect:", hint: "… which would lead to this" }),
      category: choice(
        "Category",
        {
          technical: "Technical",
          delivery: "Delivery",
          commercial: "Commercial",
          financial: "Financial",
          people: "People",
          security: "Security",
          legal: "Legal and regulatory",
          external: "External",
        },
        { token: "category:" },
      ),
      proximity: choice(
        "Proximity",
        { now: "Now", month: "Within a month", quarter: "Within three months", later: "Later" },
        { token: "proximity:", hint: "How soon it could happen" },
      ),
      response: choice(
        "Response",
        {
          avoid: "Avoid",
          transfer: "Transfer",
          mitigate: "Mitigate",
          exploit: "Exploit",
          share: "Share",
          enhance: "Enhance",
          accept: "Accept",
          escalate: "Escalate",
        },
        {
          token: "response:",
          hint: "Threat: avoid, transfer, mitigate. Opportunity: exploit, share, enhance. Either: accept, escalate",
          clash: ({ kind, response }) => {
            const wrong = kind === "opportunity" ? threats : opportunities;
            const right = kind === "opportunity" ? opportunities : threats;
            if (!wrong.includes(String(response))) return undefined;
            return `${kind === "opportunity" ? "An opportunity" : "A threat"} is answered by ${right.join(", ")}, accept or escalate.`;
          },
        },
      ),
      plan: paragraph("Response actions", 2000, { token: "plan:", hint: "What is being done about it" }),
      residualProbability: number("Residual probability", 1, 5, { token: "rp", hint: "After the response" }),
      residualImpact: number("Residual impact", 1, 5, { token: "ri", hint: "After the response" }),
      money: amount("Expected monetary value", { token: "emv:", hint: "Probability × cost, in the portfolio's currency" }),
      review: date("Next review", { token: "review:" }),
      acceptedUntil: date("Accepted until", { token: "until:", hint: "When it must be looked at again" }),
      source: paragraph("Source", 2900, { hint: "Where it came from" }),
    },
    title: "title",
    owner: "owner",
    due: "due",
    first: ["probability", "impact"],
    wanted: ["owner", "probability", "impact", "cause", "response"],
    derived: {
      label: "Score",
      hint: "Probability × impact and its band: after the response where that was said, else before it",
      of: (values) => scored(values, "residualProbability", "residualImpact") ?? scored(values, "probability", "impact"),
    },
    columns: ["owner", "due"],
    states: {
      open: { label: "Open", next: ["mitigating", "accepted", "closed", "materialised"] },
      mitigating: { label: "Mitigating", next: ["open", "accepted", "closed", "materialised"] },
      accepted: { label: "Accepted until", next: ["open", "mitigating", "closed", "materialised"], reason: "acceptedUntil" },
      materialised: { label: "Materialised", next: ["closed", "open"], final: true, reason: "What happened?" },
      closed: { label: "Closed", next: ["open"], final: true, reason: "Why is it closed?" },
    },
    initial: "open",
    who: usualRights,
    links: [
      {
        kind: "became",
        to: "issue",
        label: "became",
        reverse: "came from",
        raise: {
          button: "Materialised as an issue",
          moves: "materialised",
          fill: ({ title, owner, effect }) => ({ title, owner, impact: effect, kind: "problem" }),
        },
      },
      {
        kind: "response",
        to: "action",
        label: "is answered by",
        reverse: "answers",
        raise: { button: "Raise an action", fill: ({ owner, due, plan }) => ({ owner, due, detail: plan }) },
      },
    ],

    gist(values) {
      const before = scored(values, "probability", "impact");
      const after = scored(values, "residualProbability", "residualImpact");
      const parts = [before, after && `${before ? "after the response " : ""}${after}`];
      return parts.filter((part) => part !== undefined).join("; ") || undefined;
    },

    critical: ({ values }) => values["kind"] !== "opportunity" && isTop(current(values)),

    weigh({ values }) {
      const found = current(values);
      return found ? (found.rank + 1) * 100 + found.product : 0;
    },

    attention(entry, today) {
      if (isFinal(this, entry.state)) return [];
      const { values } = entry;
      const reasons: string[] = [];
      const review = textOf(values, "review");
      const until = textOf(values, "acceptedUntil");
      if (isTop(current(values))) {
        if (values["owner"] === undefined) reasons.push(`${current(values)?.band} without an owner`);
        if (values["response"] === undefined && values["plan"] === undefined) reasons.push(`${current(values)?.band} without a response`);
        if (review === undefined) reasons.push(`${current(values)?.band} without a next review`);
      } else if (values["owner"] === undefined) reasons.push("no owner");
      if (isOverdue(this, entry, today)) reasons.push(`due ${shortDate(dueOf(this, entry) ?? today, today)}, overdue`);
      if (review !== undefined && review < today) reasons.push(`review was due ${shortDate(review, today)}`);
      if (entry.state === "accepted" && until !== undefined && until < today)
        reasons.push(`accepted until ${shortDate(until, today)}, now past`);
      return reasons;
    },
  };
}

export const risk = riskScoredBy(usualMatrix);

function sum(probability: unknown, impact: unknown, { product, band }: Score): string {
  return `${String(probability)} × ${String(impact)} = ${product}, ${band}`;
}
