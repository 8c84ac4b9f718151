import type { Block, Message } from "../../chat/message.ts";
import { bold, plain, type Text } from "../../chat/text.ts";
import { compareText } from "./facts.ts";
import type { Digest } from "./schema.ts";
import { joined, screenOf } from "./screen.ts";
import * as words from "./words.ts";

/** What one message takes on every platform, with room for markup. */
const pageChars = 7000;
const pageBlocks = 36;
/** A block of lines stays below what one text may hold. */
const blockChars = 2400;
/** Beyond this a thread is read by nobody; what is left out is counted, and said where it can be had. */
const mostPages = 10;

/** Everything the one screen had no room for, as replies in its thread: every project, worst first. */
export function details(digest: Digest): readonly Message[] {
  const pages = paged(blocks(digest));
  return pages.map((page, at) => {
    const heading = `${words.title(digest)}: all projects${pages.length > 1 ? ` (${at + 1} of ${pages.length})` : ""}`;
    return { summary: heading, blocks: [{ kind: "heading", text: heading }, ...page] };
  });
}

function blocks(digest: Digest): readonly Block[] {
  const screen = screenOf(digest);
  return [
    ...group(
      "More decisions",
      digest.decisions.slice(screen.decisions.length).map((each) => words.decision(each, digest.asOf)),
    ),
    ...group(
      "More exceptions",
      digest.exceptions.slice(screen.exceptions.length).map((each) => words.exception(each, digest)),
    ),
    ...group("Colour changes", changes(digest)),
    ...colours(digest),
    ...group(
      `Left since ${words.before(digest)}`,
      digest.gone.map((left) => [...words.keyed(left), `: was ${left.was}`]),
    ),
  ];
}

/** What withheld and unknown are to the public figures is one thing, `none`; who reads wants to know which. */
function changes({ projects }: Digest): readonly string[] {
  const counts = new Map<string, number>();
  for (const { was, rating } of projects) {
    if (was === undefined || was === rating) continue;
    const change = `${words.name(was)} → ${words.name(rating)}`;
    counts.set(change, (counts.get(change) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || compareText(a, b));
  return sorted.map(([change, count]) => `${change}: ${words.figure(count)}`);
}

function colours(digest: Digest): readonly Block[] {
  const of = words.figure(digest.total);
  return Object.entries(digest.ratings).flatMap(([rating, count]) => {
    const lines = digest.projects.filter((line) => line.rating === rating).map((line) => words.detail(line, digest));
    return group(`${words.name(rating)}: ${words.figure(count)} of ${of}`, lines);
  });
}

/** Lines under a heading, as few blocks as hold them. */
function group(heading: string, lines: readonly Text[]): readonly Block[] {
  const chunks: Text[][] = [];
  let room = 0;
  for (const line of lines) {
    const size = plain(line).length + 1;
    if (size > room || chunks.length === 0) {
      chunks.push([]);
      room = blockChars;
    }
    chunks.at(-1)?.push(line);
    room -= size;
  }
  return chunks.map((chunk, at) => ({ kind: "text", text: joined([...(at === 0 ? [[bold(heading)]] : []), ...chunk]) }));
}

function paged(all: readonly Block[]): readonly (readonly Block[])[] {
  const pages: Block[][] = [];
  let room = 0;
  for (const block of all) {
    const size = block.kind === "text" ? plain(block.text).length : 0;
    if (size > room || (pages.at(-1)?.length ?? pageBlocks) >= pageBlocks) {
      if (pages.length === mostPages) return [...pages.slice(0, -1), [...(pages.at(-1) ?? []), { kind: "small", text: words.tooMany }]];
      pages.push([]);
      room = pageChars;
    }
    pages.at(-1)?.push(block);
    room -= size;
  }
  return pages;
}
