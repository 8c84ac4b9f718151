/** An instant as the tables hold it: sorts as text. */
export const iso = (at: Date): string => at.toISOString();

/** Both databases limit how many values one statement may carry; ten thousand projects take a handful of statements. */
const chunkSize = 2000;

/** Asks for many ids in few statements. */
export async function inChunks<T>(ids: readonly string[], ask: (some: readonly string[]) => Promise<readonly T[]>): Promise<T[]> {
  const unique = [...new Set(ids)];
  const found: T[] = [];
  for (let at = 0; at < unique.length; at += chunkSize) {
    for (const row of await ask(unique.slice(at, at + chunkSize))) found.push(row);
  }
  return found;
}

/** What stands between the % of a LIKE … ESCAPE '\': the three characters with a meaning of their own mean themselves. */
export const likely = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

/** The rows of each key, in their order. */
export function grouped<T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
