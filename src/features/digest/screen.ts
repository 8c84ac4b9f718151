import { plain, type Text } from "../../chat/text.ts";
import type { Digest } from "./schema.ts";
import * as words from "./words.ts";

/** What fits one screen and one message on every platform: so many lines, and so many characters of them. */
const room = {
  decisions: { lines: 6, chars: 1800 },
  exceptions: { lines: 12, chars: 4200 },
  silent: { lines: 6, chars: 900 },
  paused: { lines: 4, chars: 600 },
} as const;

export interface Screen {
  readonly decisions: readonly Text[];
  readonly exceptions: readonly Text[];
  readonly silent: readonly Text[];
  /** Silent projects that stand among the exceptions shown, and so take no second line. */
  readonly above: number;
  readonly paused: readonly Text[];
  readonly pausedAbove: number;
}

/** The lines of a digest that its one screen has room for; the thread begins where they end. */
export function screenOf(digest: Digest): Screen {
  const exceptions = fitting(
    digest.exceptions.map((each) => words.exception(each, digest)),
    room.exceptions,
  );
  const told = new Set(digest.exceptions.slice(0, exceptions.length).map(({ project }) => project));
  const paused = words.pausedIn(digest);
  const silent = digest.silent.filter(({ project }) => !told.has(project));
  return {
    decisions: fitting(
      digest.decisions.map((each) => words.decision(each, digest.asOf)),
      room.decisions,
    ),
    exceptions,
    silent: fitting(
      silent.map((each) => words.silence(each, digest.asOf)),
      room.silent,
    ),
    above: digest.silent.length - silent.length,
    paused: fitting(
      paused.filter(({ project }) => !told.has(project)).map((each) => words.pause(each, digest.asOf)),
      room.paused,
    ),
    pausedAbove: paused.filter(({ project }) => told.has(project)).length,
  };
}

function fitting(lines: readonly Text[], { lines: most, chars }: { readonly lines: number; readonly chars: number }): readonly Text[] {
  let left = chars;
  const end = lines.findIndex((line, at) => {
    left -= plain(line).length;
    return at === most || left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** Lines as one text, which takes one block instead of many. */
export function joined(lines: readonly Text[]): Text {
  return lines.flatMap((line, at) => [...(at === 0 ? [] : ["\n"]), ...(typeof line === "string" ? [line] : line)]);
}
