import { byWeight, isFinal } from "../core/entry.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import type { LocalDate } from "../core/time.ts";

/** An entry that somebody must look at today, and why. */
export interface Attention {
  readonly type: RecordType;
  readonly entry: Entry;
  readonly reasons: readonly string[];
}

/** Those of `entries` that are open and have a reason, the weightiest first. */
export function attention(type: RecordType, entries: readonly Entry[], today: LocalDate): readonly Attention[] {
  return entries
    .filter((entry) => entry.type === type.key && !isFinal(type, entry.state))
    .sort(byWeight(type, today))
    .flatMap((entry) => {
      const reasons = type.attention?.(entry, today) ?? [];
      return reasons.length > 0 ? [{ type, entry, reasons }] : [];
    });
}
