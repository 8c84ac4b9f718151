import type { Block, Chart, Message, Table } from "../../chat/message.ts";
import { bold, type Text } from "../../chat/text.ts";
import { headline as headlineOf } from "./headline.ts";
import type { Digest } from "./schema.ts";
import * as words from "./words.ts";

/** What fits one screen; the rest is in the thread. */
export const shown = { decisions: 8, exceptions: 12, silent: 6, corrections: 6 } as const;

/** What differs between a post, a preview and a print: where the rest is, and what is said last. */
export interface View {
  readonly rest: "in the thread" | "below" | "say pmo projects";
  readonly footer: readonly Text[];
}

/** The digest on one screen, in the order in which leaders read: what changed, what they decide, what is wrong, where all stand. */
export function message(digest: Digest, { rest, footer }: View): Message {
  const headline = headlineOf(digest);
  return {
    summary: `${words.title(digest)}: ${headline}`.slice(0, 150),
    blocks: [
      { kind: "heading", text: words.title(digest) },
      ...top(digest, headline),
      ...section(words.sections.decide(), digest.decisions, shown.decisions, (each) => words.decision(each, digest.asOf), rest),
      ...section(words.sections.exceptions(digest), digest.exceptions, shown.exceptions, (each) => words.exception(each, digest), rest),
      ...standing(digest),
      ...missing(digest, rest),
      ...footer.map((text): Block => ({ kind: "small", text })),
    ],
  };
}

function top(digest: Digest, headline: string): readonly Block[] {
  const workload = words.workload(digest);
  const corrections = digest.corrections.slice(-shown.corrections);
  return [
    { kind: "text", text: [bold(headline)] },
    ...(workload === undefined ? [] : [paragraph(workload)]),
    ...corrections.map((each) => paragraph([bold(words.correction(each, digest.zone))])),
    ...(digest.note === undefined ? [] : [{ kind: "quote", text: `PMO: ${digest.note}` } as const]),
    ...(digest.scaleChanged ? [paragraph(words.scaleChange(digest))] : []),
    { kind: "small", text: words.basis(digest) },
  ];
}

/** Absent, not empty, when there is nothing in it. */
function section<T>(heading: string, items: readonly T[], most: number, draw: (item: T) => Text, rest: View["rest"]): readonly Block[] {
  if (items.length === 0) return [];
  const over = items.length - most;
  return [
    { kind: "heading", text: heading },
    ...items.slice(0, most).map((item) => paragraph(draw(item))),
    ...(over > 0 ? [paragraph(words.more(over, rest))] : []),
  ];
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
  const known = Object.keys({ ...ratings, ...ratingsBefore }).filter((each) => (ratings[each] ?? 0) + (ratingsBefore[each] ?? 0) > 0);
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

/** A silent red is among the exceptions already and takes no second line. */
function missing(digest: Digest, rest: View["rest"]): readonly Block[] {
  const told = new Set(digest.exceptions.slice(0, shown.exceptions).map(({ project }) => project));
  const silent = digest.silent.filter(({ project }) => !told.has(project));
  return section(
    words.sections.silent(digest, digest.silent.length - silent.length),
    silent,
    shown.silent,
    (each) => words.silence(each, digest.asOf),
    rest,
  );
}

const paragraph = (text: Text): Block => ({ kind: "text", text });
