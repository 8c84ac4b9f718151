import { moveDatabase } from "../store/database/move.ts";
import { print } from "./offline.ts";

/** `drumbeat move FROM TO`: into an empty database of either kind; the first one stays as it is. */
export async function move([from = "", to = ""]: readonly string[]): Promise<number> {
  const moved = await moveDatabase(from, to);
  for (const { table, rows, hash } of moved.filter((each) => each.rows > 0))
    print(`  ${table.padEnd(14)} ${String(rows).padStart(8)} rows, equal in both: ${hash.slice(0, 16)}`);
  const all = moved.reduce((sum, { rows }) => sum + rows, 0);
  print(`${all} rows were moved. Set DATABASE_URL to the new database before you start the program again; the old one is as it was.`);
  return 0;
}
