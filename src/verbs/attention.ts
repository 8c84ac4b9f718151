import { byWeight, isFinal, read } from "../core/entry.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import type { LocalDate } from "../core/time.ts";
import type { Store } from "../ports/index.ts";

/** An entry that somebody must look at today, and why. */
export interface Attention {
  readonly type: RecordType;
  readonly entry: Entry;
  readonly reasons: readonly string[];
}

/** Those of `entries` with a reason, the weightiest first. What is only proposed is left out: it is not for leadership. */
export function attention(type: RecordType, entries: readonly Entry[], today: LocalDate): readonly Attention[] {
  return entries
    .filter((entry) => entry.type === type.key && !entry.proposed && !isFinal(type, entry.state))
    .sort(byWeight(type, today))
    .flatMap((entry) => {
      const reasons = type.attention?.(entry, today) ?? [];
      return reasons.length > 0 ? [{ type, entry, reasons }] : [];
    });
}

/** The accepted entries of these projects that are still open, by register; as they stood at the end of `asOf`, where given. */
export async function openEntries(
  store: Pick<Store, "entries">,
  types: readonly RecordType[],
  projects: readonly string[],
  asOf?: LocalDate,
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const open = new Map<string, readonly Entry[]>();
  for (const type of types) {
    const found = await store.entries.find({ type: type.key, projects, proposed: false, ...(asOf !== undefined && { asOf }) });
    open.set(
      type.key,
      found.map((entry) => read(type, entry)).filter((entry) => !isFinal(type, entry.state)),
    );
  }
  return open;
}
