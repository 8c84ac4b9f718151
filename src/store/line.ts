import type { Project } from "../core/portfolio.ts";
import type { LocalDate } from "../core/time.ts";
import { heldOn } from "./assignments.ts";
import { kept } from "./database/kept.ts";
import { ofThese } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

type Line = Pick<Project, "pm" | "sponsor" | "contact" | "manager" | "pmSince">;
type Place = Pick<Project, "id" | "portfolio" | "programme">;

const lineRoles = ["pm", "sponsor", "contact", "manager"] as const;

const rowsOfOne = kept(["project", "programme", "portfolio", "date"], (db, given) =>
  heldOn(db, given("date"))
    .where("role", "in", lineRoles)
    .where("scope_id", "in", ["", given("project"), given("programme"), given("portfolio")]),
);

async function rowsOf(db: Db, places: readonly Place[], date: LocalDate): Promise<readonly Tables["assignments"][]> {
  const [one] = places;
  if (one && places.length === 1) {
    const { id: project, portfolio, programme = "" } = one;
    return rowsOfOne(db, { project, programme, portfolio, date });
  }
  const ids = places.flatMap((place) => [place.id, place.portfolio, ...(place.programme === undefined ? [] : [place.programme])]);
  return ofThese(
    ["", ...ids],
    (some) =>
      heldOn(db, date)
        .where("role", "in", lineRoles)
        .$if(some !== undefined, (q) => q.where("scope_id", "in", some ?? []))
        .execute(),
    (row) => row.scope_id,
  );
}

/** Who stands behind each project on a day, for any number of projects in as many statements. */
export async function linesOf(db: Db, places: readonly Place[], date: LocalDate): Promise<(place: Place) => Line> {
  const rows = await rowsOf(db, places, date);
  const held = new Map<string, Tables["assignments"]>();
  for (const row of rows) {
    const key = `${row.role} ${row.scope} ${row.scope_id}`;
    const known = held.get(key);
    if (!known || (row.from_day ?? "") >= (known.from_day ?? "")) held.set(key, row); // the last to take over
  }
  return (place) => {
    const on = (role: (typeof lineRoles)[number]) => held.get(`${role} project ${place.id}`);
    const nearest = (role: (typeof lineRoles)[number]) =>
      on(role) ??
      held.get(`${role} programme ${place.programme ?? ""}`) ??
      held.get(`${role} portfolio ${place.portfolio}`) ??
      held.get(`${role} organisation `);
    const [pm, sponsor, contact, manager] = [on("pm"), nearest("sponsor"), nearest("contact"), nearest("manager")];
    return {
      ...(pm && { pm: pm.person }),
      ...(pm && pm.from_day !== null && { pmSince: pm.from_day }),
      ...(sponsor && { sponsor: sponsor.person }),
      ...(contact && { contact: contact.person }),
      ...(manager && { manager: manager.person }),
    };
  };
}
