import type { Values } from "../core/fields.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import type { Tables } from "./tables.ts";

/** The declaration of a register by its key, where the program has it. */
export type Types = (key: string) => RecordType | undefined;
export type EntryRow = Omit<Tables["entries"], "search" | "withdrawn_at" | "title" | "owner" | "due">;

export function entryOf(row: EntryRow, types: Types): Entry {
  const { values, misfit } = valuesOf(row, types(row.type));
  return {
    id: row.id,
    type: row.type,
    number: row.number,
    project: row.project,
    values,
    state: row.state,
    proposed: row.proposed === 1,
    version: row.version,
    author: row.author,
    createdAt: new Date(row.created_at),
    changedAt: new Date(row.changed_at),
    ...(row.foreign_id !== null && { foreignId: row.foreign_id }),
    ...(misfit !== undefined && { misfit }),
  };
}

/** Raises what an older declaration wrote. Whatever does not fit even then is shown and marked, never dropped. */
export function valuesOf(
  row: Pick<EntryRow, "body" | "declared" | "state">,
  type: RecordType | undefined,
): { readonly values: Values; readonly misfit?: string } {
  const raised = raise(row, type);
  if (raised.misfit !== undefined || !type || Object.hasOwn(type.states, row.state)) return raised;
  return { ...raised, misfit: `its state "${row.state}" is not one of ${type.names.many}` };
}

export function raise(
  { body, declared }: Pick<EntryRow, "body" | "declared">,
  type: RecordType | undefined,
): { readonly values: Values; readonly misfit?: string } {
  try {
    const stored: Values = JSON.parse(body);
    return { values: (type?.upgrades ?? []).slice(declared).reduce((old, up) => up(old), stored) };
  } catch (error) {
    return { values: {}, misfit: `it cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}
