import type { Change } from "../../ports/index.ts";

/** What an import wrote, as against what somebody did in chat. */
export function isImport({ source }: { readonly source: string }): boolean {
  return source.startsWith("import ");
}

/**
 * Whether somebody changed a field after it was last imported, from just what the file still says: then the file has
 * nothing new to tell, and the same file again must not take their change back.
 */
export function changedSince(changes: readonly Change[], what: string, told: string | undefined): boolean {
  const own = changes.filter((change) => change.what === what);
  const next = own[own.findLastIndex(isImport) + 1];
  return next !== undefined && (next.from ?? "") === (told ?? "");
}
