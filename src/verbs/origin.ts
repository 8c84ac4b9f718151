import type { Entry } from "../core/record-type.ts";
import type { Names } from "../ports/index.ts";
import type { Call } from "../routes.ts";

/** Who did something that no person did: "Import, risks.csv"; or somebody who is no longer known. */
export function unnamed(source: string | undefined): string {
  const file = /^import (.+)$/s.exec(source ?? "")?.[1];
  return file === undefined ? "somebody who left" : `Import, ${file}`;
}

/** The same for whoever logged each of these entries, where `names` does not have them. */
export async function originsOf(
  { store }: Pick<Call, "store">,
  entries: readonly Entry[],
  names: Names,
): Promise<ReadonlyMap<string, string>> {
  const origins = new Map<string, string>();
  for (const { id, author } of entries) if (!names.has(author)) origins.set(id, unnamed((await store.entries.history(id))[0]?.source));
  return origins;
}
