import { parseArgs } from "node:util";
import { readConfig, readEnvironment } from "../config.ts";
import { refuse } from "../core/refusal.ts";
import type { Head, Verified } from "../store/chain/verify.ts";
import { mustBeThere } from "../store/database/database.ts";
import { atDesk, print } from "./offline.ts";

/** `drumbeat verify`: whether what is kept is what was written. Its last line is to be noted, outside of this database. */
export async function verify(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { head: { type: "string" }, adopt: { type: "boolean" } } });
  const earlier = values.head === undefined ? undefined : headIn(values.head);
  mustBeThere(readConfig(readEnvironment()).databaseUrl);
  return atDesk(async (_desk, _config, store) => {
    if (values.adopt) print(`${await store.adopt({ actor: "drumbeat", source: "adopted" })} rows are taken on the record as they are.`);
    const found = await store.verify(earlier);
    print(told(found));
    return found.broken.length === 0 ? 0 : 1;
  });
}

export function told({ head, tables, broken }: Verified): string {
  const shown = tables.filter(({ rows, gone }) => rows + gone > 0);
  const lines = shown.map(
    ({ table, rows, gone }) => `  ${table.padEnd(12)} ${rows}${gone > 0 ? `, and ${gone} taken away on the record` : ""}`,
  );
  const [first, ...more] = broken;
  const verdict =
    first === undefined
      ? "All is as it was written."
      : `BROKEN. First: ${first}${more.length > 0 ? `\n  and ${more.length} more` : ""}\n${next}`;
  return [
    ...lines,
    verdict,
    `The chain has ${head.links} links. To be told later if it was cut short, note: --head ${head.links}:${head.hash}`,
  ].join("\n");
}

const next = `Something other than Drumbeat wrote to the database, or the disk did. Keep it as it is, find out who can, and bring back a
backup from before (drumbeat restore). Only where an older Drumbeat wrote during an upgrade: drumbeat verify --adopt.`;

function headIn(typed: string): Head {
  const [, links, hash] = /^(\d+):([\w-]*)$/.exec(typed) ?? [];
  if (links === undefined || hash === undefined) refuse("Give --head as drumbeat verify printed it: 412:Qx7….");
  return { links: Number(links), hash };
}
