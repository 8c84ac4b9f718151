import type { Member } from "../ports/projects.ts";
import type { Tables } from "./tables.ts";

/** What stands in no column of its own, and is not found out anew each time. */
export type Body = Omit<Member, "id" | "key" | "foreignId" | "portfolio" | "programme" | "unplaced">;

/** The project by itself, where it belonged on the day that is asked about. */
export function memberOf(row: Tables["projects"]): Member {
  const body: Body = JSON.parse(row.body);
  return Object.assign(body, {
    id: row.id,
    key: row.key ?? "",
    ...(row.foreign_id !== null && { foreignId: row.foreign_id }),
    portfolio: row.portfolio,
    ...(row.programme !== null && { programme: row.programme }),
  });
}
