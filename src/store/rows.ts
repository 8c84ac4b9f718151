import { randomBytes } from "node:crypto";

/** In a row about a person, so that nobody guesses from a digest of it what it said once the row is erased. */
export const salt = (): string => randomBytes(16).toString("base64url");

/** An instant as the tables hold it: sorts as text. */
export const iso = (at: Date): string => at.toISOString();

/** Statements carry only so many values, and beyond some hundreds reading all rows is faster than naming each. */
const manyIds = 1000;

/** The rows of these ids, in one statement however many there are; without `some` it asks for all rows. */
export async function ofThese<T>(
  ids: readonly string[],
  ask: (some: readonly string[] | undefined) => Promise<readonly T[]>,
  idOf: (row: T) => string,
): Promise<readonly T[]> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return [];
  if (wanted.size <= manyIds) return ask([...wanted]);
  return (await ask(undefined)).filter((row) => wanted.has(idOf(row)));
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
