import { sql } from "kysely";
import { refuse } from "../../core/refusal.ts";
import { pagesOf } from "../database/pages.ts";
import { snapshot } from "../database/snapshot.ts";
import type { Db } from "../tables.ts";
import { type Changed, changedRow } from "./chain.ts";
import { alsoChanged } from "./chained.ts";
import { type Covered, covered, coveredTables, isCovered } from "./covered.ts";
import { canonical, digestOf, firstHash, hashOf, type Link } from "./link.ts";

/** Where a chain stood: how many links it had, and the hash of the last. */
export interface Head {
  readonly links: number;
  readonly hash: string;
}

export interface Verified {
  readonly head: Head;
  /** How many rows of each table are as the chain says, and how many it says are gone. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly gone: number }[];
  /** What does not hold, the first broken row first; nothing where all is as it was written. */
  readonly broken: readonly string[];
}

interface Known {
  readonly seq: number;
  readonly at: string;
  readonly digest: string | null;
}

/** Goes along the whole chain and over every row it covers, as they are at one moment; the bot may go on working beside it. */
export function verify(db: Db, earlier?: Head): Promise<Verified> {
  return snapshot(db, async (at) => {
    const { head, known, broken } = await along(at, earlier);
    const { tables, wrong } = await over(at, known);
    return { head, tables, broken: [...broken, ...wrong.map(({ words }) => words), ...(await notNewest(at))] };
  });
}

/** Takes on the record how the rows are now, in the open transaction: what an older version wrote beside this one has no links. */
export async function adopt(tx: Db): Promise<number> {
  const { broken, known } = await along(tx, undefined);
  if (broken[0] !== undefined) refuse(`The chain itself is broken, so nothing was taken on. Bring back a backup. ${broken[0]}`);
  const { wrong } = await over(tx, known);
  await alsoChanged(
    tx,
    wrong.map(({ changed }) => changed),
  );
  return wrong.length;
}

interface Wrong {
  readonly seq: number;
  readonly words: string;
  readonly changed: Changed; // how it is now
}

/** Whether each row is what the chain says of it; what is not, in the order of the links. */
async function over(db: Db, known: ReadonlyMap<string, Map<string, Known>>) {
  const tables: Verified["tables"][number][] = [];
  const wrong: Wrong[] = [];
  for (const table of coveredTables) {
    const { key, order = key }: Covered = covered[table];
    const of = known.get(table) ?? new Map<string, Known>();
    let rows = 0;
    for await (const page of pagesOf(db, table, order))
      for (const row of page) {
        rows += 1;
        const changed = changedRow(table, row);
        const link = of.get(changed.key);
        of.delete(changed.key);
        const why = differs(link, digestOf(canonical(row)));
        if (why !== undefined)
          wrong.push({ seq: link?.seq ?? Number.POSITIVE_INFINITY, words: `${table} ${changed.key}: ${why}`, changed });
      }
    const missing = [...of].filter(([, link]) => link.digest !== null);
    for (const [name, { seq, at }] of missing)
      wrong.push({ seq, words: `${table} ${name}: link ${seq} of ${at} wrote it, and it is not there`, changed: { table, key: name } });
    tables.push({ table, rows, gone: of.size - missing.length });
  }
  return { tables, wrong: wrong.sort((a, b) => a.seq - b.seq) };
}

function differs(link: Known | undefined, digest: string): string | undefined {
  if (link === undefined) return "no link speaks of it, so it was added past the chain";
  if (link.digest === null) return `link ${link.seq} of ${link.at} took it away, and it is there`;
  return link.digest === digest ? undefined : `it is not what link ${link.seq} of ${link.at} wrote`;
}

/** Each link follows on the one before; what the last of each row said is returned. */
async function along(db: Db, earlier: Head | undefined) {
  const known = new Map<string, Map<string, Known>>();
  const broken: string[] = [];
  let head: Head = { links: 0, hash: firstHash };
  let found = earlier === undefined || earlier.links === 0;
  for await (const page of pagesOf(db, "chain", ["seq"])) {
    for (const raw of page) {
      const link = linkOf(raw);
      const wrong = brokenIn(link, head);
      if (wrong !== undefined && broken.length === 0) broken.push(`link ${link.seq} (${link.kind} ${link.row}, ${link.at}): ${wrong}`);
      head = { links: link.seq, hash: link.hash };
      found ||= link.seq === earlier?.links && link.hash === earlier.hash;
      const of = known.get(link.kind) ?? new Map<string, Known>();
      known.set(link.kind, of.set(link.row, { seq: link.seq, at: link.at, digest: link.digest }));
    }
  }
  if (!found) broken.unshift(`link ${earlier?.links ?? 0} is not the one that was noted: the chain was cut short or written anew`);
  return { head, known, broken };
}

function brokenIn(link: Link & { readonly hash: string }, before: Head): string | undefined {
  if (link.seq !== before.links + 1) return `it comes after link ${before.links}, so what was between them is missing`;
  if (hashOf(before.hash, link) !== link.hash) return "it was changed, or what it follows on was";
  const keeps = link.digest !== null && isCovered(link.kind) && "kept" in covered[link.kind];
  if (link.value === null) return keeps ? "what it says the row held was taken out" : undefined;
  return digestOf(link.value) === link.digest ? undefined : "what it says the row held was changed";
}

function linkOf(raw: Readonly<Record<string, unknown>>): Link & { readonly hash: string } {
  const text = (column: string): string => String(raw[column]);
  const maybe = (column: string): string | null => (raw[column] == null ? null : text(column));
  const said = { at: text("at"), actor: text("actor"), source: text("source"), kind: text("kind"), row: text("row"), hash: text("hash") };
  return { seq: Number(raw["seq"]), ...said, digest: maybe("digest"), value: maybe("value") };
}

/** Which report is a project's current one stands outside the chain, as the reports say it. Each project's newest is looked up in the index. */
async function notNewest(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ project: string }>`
    select p.project from (select project from reports union select project from currents) as p
    left join currents as c on c.project = p.project
    left join reports as n on n.id = (select l.id from reports as l where l.project = p.project order by l.period desc, l.revision desc limit 1)
    where c.report is null or n.id is null or c.report <> n.id or c.effective_on <> n.effective_on
    order by 1`.execute(db);
  return rows.map(({ project }) => `currents ${project}: it is not the project's newest report`);
}
