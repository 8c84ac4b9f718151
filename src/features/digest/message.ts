import type { Block, Chart, Message, Table } from "../../chat/message.ts";
import { bold, type Text } from "../../chat/text.ts";
import { headline as headlineOf } from "./headline.ts";
import { corrections as correctionLines } from "./notices.ts";
import { type Digest, order } from "./schema.ts";
import { joined, screenOf } from "./screen.ts";
import { short } from "./short.ts";
import * as words from "./words.ts";

/** What differs between a post, a preview and a print: where the rest is, and what is said last. */
export interface View {
  readonly rest: "in the thread" | "below" | "say pmo projects";
  readonly footer: readonly Text[];
}

/** The digest on one screen, in the order in which leaders read: what changed, what they decide, what is wrong, where all stand. */
export function message(digest: Digest, { rest, footer }: View): Message {
  const headline = headlineOf(digest);
  const { decisions, exceptions, silent, above, paused, pausedAbove } = screenOf(digest);
  const { sections } = words;
  return {
    summary: short(`${words.title(digest)}: ${headline}`, 150),
    blocks: [
      { kind: "heading", text: words.title(digest) },
      ...top(digest, headline),
      ...section(sections.decide(), decisions, digest.decisions.length, rest),
      ...(rest === "below" || decisions.length === 0 ? [] : [openers(digest.decisions.slice(0, decisions.length))]),
      ...section(sections.exceptions(digest), exceptions, digest.exceptions.length, rest),
      ...standing(digest),
      ...section(
        sections.silent(digest, above),
        silent.length > 0 ? [joined(silent)] : [],
        1 + digest.silent.length - above - silent.length,
        rest,
      ),
      ...section(
        sections.paused(digest, pausedAbove),
        paused.length > 0 ? [joined(paused)] : [],
        1 + words.pausedIn(digest).length - pausedAbove - paused.length,
        rest,
      ),
      ...footer.map((text): Block => ({ kind: "small", text })),
    ],
  };
}

function top(digest: Digest, headline: string): readonly Block[] {
  const lines = [[bold(headline)], words.workload(digest) ?? []].filter((line) => line.length > 0);
  const corrections = correctionLines(digest);
  return [
    paragraph(joined(lines)),
    ...(corrections.length === 0 ? [] : [paragraph([bold(corrections.join("\n"))])]),
    ...(digest.note === undefined ? [] : [{ kind: "quote", text: `PMO: ${digest.note}` } as const]),
    ...(digest.scaleChanged ? [paragraph(words.scaleChange(digest))] : []),
    { kind: "small", text: words.basis(digest) },
  ];
}

/** Absent, not empty, when there is nothing in it; what it has no room for is counted. */
function section(heading: string, lines: readonly Text[], all: number, rest: View["rest"]): readonly Block[] {
  if (all === 0 || lines.length === 0) return [];
  const over = all - lines.length;
  return [{ kind: "heading", text: heading }, ...lines.map(paragraph), ...(over > 0 ? [paragraph(words.more(over, rest))] : [])];
}

/** Whoever may decide does so from the entry's own card, which comes to them alone. */
function openers(decisions: Digest["decisions"]): Block {
  return { kind: "buttons", buttons: decisions.map(({ id, ref }) => ({ label: words.open(ref), action: "entry.show", value: id })) };
}

function standing(digest: Digest): readonly Block[] {
  if (digest.total === 0) return [];
  const cost = words.cost(digest);
  return [
    { kind: "heading", text: words.sections.now(digest) },
    table(digest),
    chart(digest),
    ...(cost === undefined ? [] : [paragraph(cost)]),
  ];
}

function table(digest: Digest): Table {
  const { ratings, ratingsBefore, total, continuing, left } = digest;
  const known = order.filter((each) => (ratings[each] ?? 0) + (ratingsBefore[each] ?? 0) > 0);
  const before = continuing + left;
  return {
    kind: "table",
    columns: ["Projects", "Now", words.name(words.before(digest))],
    rows: [
      ...known.map((each) => [words.name(each), words.figure(ratings[each] ?? 0), words.figure(ratingsBefore[each] ?? 0)]),
      ["All", words.figure(total), words.figure(before)],
    ],
  };
}

function chart(digest: Digest): Chart {
  const { ratings, ratingsBefore, total } = digest;
  const bars = Object.entries(ratings).filter(([, count]) => count > 0);
  const each = bars.map(([rating, count]) => `${words.name(rating)} ${words.figure(count)} (${words.figure(ratingsBefore[rating] ?? 0)})`);
  return {
    kind: "chart",
    title: "Projects by colour",
    bars: bars.map(([rating, value]) => ({ label: words.name(rating), value })),
    text: `${each.join(", ")} = ${words.figure(total)}`,
  };
}

const paragraph = (text: Text): Block => ({ kind: "text", text });
