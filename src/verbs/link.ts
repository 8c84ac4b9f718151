import { z } from "zod";
import { carried, outdated } from "../chat/carried.ts";
import type { Reply } from "../chat/reply.ts";
import { answersOf, refOf, titleOf } from "../core/entry.ts";
import type { LinkKind, RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Call } from "../routes.ts";
import { type Found, named, refIn, withId, withLikeRefs } from "./find.ts";
import { join } from "./links.ts";
import { logForm } from "./log.ts";
import { may } from "./may.ts";
import { showCard } from "./show.ts";
import { whereToAnswer } from "./write.ts";

/** `link R-42 became I-7`, in either direction of reading. */
export async function link(call: Call, types: readonly RecordType[], words: string): Promise<Reply> {
  const parts = words.trim().split(/\s+/);
  const [first, second] = await withLikeRefs(call, (keys) => [refIn(types, parts[0] ?? "", keys), refIn(types, parts.at(-1) ?? "", keys)]);
  if (!first || !second || parts.length < 2) refuse("Say which two, and how: link R-42 became I-7.");
  const one = await named(call, first, "link");
  const other = await named(call, second, "show");
  if (one.entry.id === other.entry.id) refuse("An entry cannot be linked to itself.");
  const said = parts.slice(1, -1).join(" ").toLowerCase();
  const { from, kind, to } = direction(one, said, other) ?? refuse(possible(types, one, other));
  const before = await call.store.entries.links(from.entry.id);
  const [a, b] = [refOf(from.type, from.entry), refOf(to.type, to.entry)];
  if (before.some((each) => each.from === from.entry.id && each.to === to.entry.id && each.kind === kind.kind))
    refuse(`${a} ${kind.label} ${b} already. Nothing was changed.`);
  await join(call, from, kind, to);
  const where = one.project.id === other.project.id ? whereToAnswer(call, one.project) : "me";
  const what = `linked: ${a} ${kind.label} ${b}`;
  return { kind: "message", message: await showCard(call, types, one, where, what), to: where };
}

/** A button such as "Materialised as an issue": the other entry's form, filled from this one. */
export async function raise(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const { id, kind } = carried(z.object({ id: z.string(), kind: z.string() }), value);
  const found = await withId(call, types, id, "link");
  const way = found.type.links.find((each) => each.kind === kind);
  const target = types.find(({ key }) => key === way?.to);
  if (!way?.raise || !target) refuse(outdated);
  if (!may(call, target, "log", found.project))
    refuse(
      `You can read ${refOf(found.type, found.entry)} but not log ${target.names.many} on ${found.project.key}. Ask its project manager to.`,
    );
  const filled = answersOf(way.raise.fill(found.entry.values));
  const source = target.fields["source"] && { source: `${refOf(found.type, found.entry)} ${titleOf(found.type, found.entry)}` };
  const answers = { project: found.project.id, ...filled, ...source };
  return logForm(call, target, { answers, problems: {} }, { nonce: call.id, from: id, kind });
}

/** Which declared link is meant; without words between the two, the only one that there is. */
function direction(one: Found, said: string, other: Found): { from: Found; kind: LinkKind; to: Found } | undefined {
  const ways = [
    ...one.type.links
      .filter(({ to }) => to === other.type.key)
      .map((kind) => ({ from: one, kind, to: other, read: [kind.kind, kind.label] })),
    ...other.type.links.filter(({ to }) => to === one.type.key).map((kind) => ({ from: other, kind, to: one, read: [kind.reverse] })),
  ];
  if (said === "" || said === "to" || said === "and") return ways.length === 1 ? ways[0] : undefined;
  return ways.find(({ read }) => read.some((label) => label === said));
}

function possible(types: readonly RecordType[], one: Found, other: Found): string {
  const refs = [refOf(one.type, one.entry), refOf(other.type, other.entry)] as const;
  const ways = [
    ...one.type.links.filter(({ to }) => to === other.type.key).map(({ label }) => label),
    ...other.type.links.filter(({ to }) => to === one.type.key).map(({ reverse }) => reverse),
  ];
  if (ways.length > 0) return `Say how: ${ways.map((way) => `link ${refs[0]} ${way} ${refs[1]}`).join(", or ")}.`;
  const could = one.type.links.flatMap(({ label, to }) =>
    types.filter(({ key }) => key === to).map(({ names }) => `${label} ${names.one}`),
  );
  const rest = could.length > 0 ? ` It can be linked so: ${could.join(", ")}.` : "";
  return `${refs[0]} cannot be linked to ${refs[1]}.${rest}`;
}
