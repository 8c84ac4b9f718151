import { z } from "zod";
import type { TeamsActivity } from "./activity.ts";

const mentionSchema = z.object({
  type: z.literal("mention"),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string(), name: z.string().nullish() }),
});

/**
 * What was typed, with the bot's own mention gone and everybody else's as <@ID>. Teams may report one mention of "Ada
 * Lindqvist" as two, one per word, with the same id: neighbours of one id are one.
 */
export async function mentionsIn(activity: TeamsActivity, named: (teamsId: string) => Promise<string>): Promise<string> {
  const found = (activity.entities ?? []).flatMap((entity) => {
    const read = mentionSchema.safeParse(entity);
    return read.success ? [read.data] : [];
  });
  let words = (activity.text ?? "").replace(/&nbsp;|\u00a0/g, " ");
  for (const { text, mentioned } of found) {
    const own = mentioned.id === activity.recipient?.id;
    const as = own ? "" : `<@${await named(mentioned.id)}>`;
    words = words.replace(text, () => as);
  }
  return words.replace(/(<@[^<>]+>)(?:[ \t]*\1)+/g, "$1").replace(/[ \t]+/g, " ");
}

/**
 * The words of a message that Teams hands over as HTML. Anybody wrote it, and one thread reads it for all: it is cut, and
 * each tag is looked at once and by itself, so that tags left open cost no more than others.
 */
export function plainOf(html: string): string {
  return html
    .slice(0, 30_000)
    .replace(/<[^<>]*>/g, wordsOfTag)
    .replace(/&(#x?[0-9a-f]+|\w+);/gi, (entity, name: string) => character(name) ?? entity)
    .replace(/[^\S\n]+/g, " ")
    .replace(/ *\n[ \n]*/g, "\n")
    .trim();
}

function wordsOfTag(tag: string): string {
  if (/^<(br|\/p|\/div|\/li|\/tr)\b/i.test(tag)) return "\n";
  return /^<img\b/i.test(tag) ? (/\balt="([^"]*)"/i.exec(tag)?.[1] ?? "") : "";
}

function character(name: string): string | undefined {
  const code = /^#x([0-9a-f]+)$/i.exec(name)?.[1];
  const point = code ? Number.parseInt(code, 16) : Number(/^#(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
  return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }[name.toLowerCase()];
}
