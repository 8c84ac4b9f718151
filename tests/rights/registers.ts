import { expect } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import type { Store } from "../../src/ports/index.ts";
import { records } from "../../src/records/index.ts";
import { canary, keys, type Name, type Room } from "./cast.ts";
import type { Act } from "./company.ts";

/**
 * Of each register an entry on each project, with a history; on ARGO besides one that is owned and one that is written by
 * somebody without a role, and a proposed one. Some are linked across what not everybody sees. By label: "ARGO risk".
 */
export async function fillRegisters(
  store: Store,
  say: (name: Name, act: Act, room?: Room) => Promise<Reply>,
  { by, at }: { readonly by: string; readonly at: Date },
): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  const newest = async (type: string) =>
    (await store.entries.find({ type })).toSorted((a, b) => b.number - a.number)[0] ?? expect.fail(type);
  const kept = async (label: string, type: string) => entries.set(label, (await newest(type)).id);
  for (const type of records)
    for (const key of keys) {
      await say("ada", { kind: "command", words: `${type.key} ${canary[key]} ${type.names.one} #${key}` });
      await kept(`${key} ${type.key}`, type.key);
      const { number } = await newest(type.key);
      await say("ada", { kind: "command", words: `${type.key} edit ${type.prefix}-${number} ${canary[key]} ${type.names.one} again` });
    }
  for (const type of records) {
    await say("ada", { kind: "command", words: `${type.key} Owned ${type.names.one} #ARGO owner:olga@example.com` });
    await kept(`owned ${type.key}`, type.key);
    await say("otto", { kind: "command", words: `${type.key} Written ${type.names.one}` }, "argo");
    await kept(`written ${type.key}`, type.key);
    await say("tom", { kind: "command", words: `${type.key} ${canary.ARGO} proposed ${type.names.one} #ARGO` });
    await kept(`proposed ${type.key}`, type.key);
  }
  for (const [from, to] of [
    ["ARGO", "VEGA"],
    ["ARGO", "LUNA"],
    ["VEGA", "UMBRA"],
  ] as const) {
    const [a, b] = [entries.get(`${from} risk`) ?? "", entries.get(`${to} issue`) ?? ""];
    await store.entries.link({ from: a, to: b, kind: "became" }, by, at);
    await store.record({ at, actor: by, source: "slack", subject: `entry:${a}`, what: "became", to: b });
  }
  return entries;
}
