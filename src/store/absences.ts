import { randomUUID } from "node:crypto";
import type { Absence } from "../core/people.ts";
import type { People } from "../ports/people.ts";
import { salt } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

/** Who is away when, and who stands in. */
export function absences(db: Db): Pick<People, "absences" | "addAbsence" | "removeAbsence"> {
  return {
    async absences(from, to, person) {
      const rows = await db
        .selectFrom("absences")
        .selectAll()
        .where("from_day", "<=", to)
        .where("to_day", ">=", from)
        .$if(person !== undefined, (q) => q.where("person", "=", person ?? ""))
        .orderBy("from_day")
        .orderBy("id")
        .execute();
      return rows.map(absence);
    },

    async addAbsence(added) {
      const id = randomUUID();
      await db
        .insertInto("absences")
        .values({ id, person: added.person, from_day: added.from, to_day: added.to, deputy: added.deputy ?? null, salt: salt() })
        .execute();
      return { id, ...added };
    },

    async removeAbsence(id) {
      await db.deleteFrom("absences").where("id", "=", id).execute();
    },
  };
}

function absence(row: Tables["absences"]): Absence {
  const { id, person, from_day, to_day, deputy } = row;
  return { id, person, from: from_day, to: to_day, ...(deputy !== null && { deputy }) };
}
