import { Cadence } from "../../core/cadence.ts";
import type { Values } from "../../core/fields.ts";
import { differences, type Project, projectStates } from "../../core/portfolio.ts";
import type { Call } from "../../routes.ts";
import { lineRoles } from "./fields.ts";
import { give } from "./line.ts";

/** The project with checked values in place of what its form showed; what was emptied is gone. */
export function revised(before: Project, values: Values, shown: readonly string[]): Project {
  const { start, finish, budget, programme, department, category, cadence, ...rest } = before;
  const optional = { start, finish, budget, programme, department, category };
  const told = Object.entries(optional).flatMap(([name, was]) => {
    const value = shown.includes(name) ? values[name] : was;
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const asked = shown.includes("cadence") ? Cadence.safeParse(values["cadence"]).data : cadence;
  return {
    ...rest,
    ...(typeof values["name"] === "string" && { name: values["name"] }),
    ...(shown.includes("state") && { state: projectStates.find((state) => state === values["state"]) ?? before.state }),
    ...(shown.includes("confidential") && { confidential: values["confidential"] === "yes" }),
    ...Object.fromEntries(told),
    ...(asked && { cadence: asked }),
  };
}

/** Saves what moved, puts each field on the record, and hands the line over where it changed. */
export async function save(
  call: Call,
  before: Project | undefined,
  after: Project,
  people: Values,
  shown: readonly string[],
): Promise<void> {
  const { store, now: at, me, user } = call;
  const moved = [...(before ? differences(before, after) : [{ what: "project", to: after.name }]), ...cadenceMoved(before, after)];
  if (moved.length > 0) await store.projects.save(after);
  for (const change of moved) await store.record({ at, actor: me.id, source: user.platform, subject: `project:${after.id}`, ...change });
  if (!before || before.programme !== after.programme) await store.projects.join(after.id, after.portfolio, after.programme, call.today);
  for (const role of lineRoles.filter((each) => shown.includes(each))) {
    const to = people[role];
    if (to !== before?.[role]) await give(call, after, role, before?.[role], typeof to === "string" ? to : undefined);
  }
}

function cadenceMoved(before: Project | undefined, after: Project): readonly { what: string; from?: string; to?: string }[] {
  const [from, to] = [JSON.stringify(before?.cadence), JSON.stringify(after.cadence)];
  if (!before || from === to) return [];
  return [{ what: "cadence", ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}
