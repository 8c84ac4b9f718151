import { Cadence } from "../../core/cadence.ts";
import { cadenceWords } from "../../core/cadence-words.ts";
import type { Values } from "../../core/fields.ts";
import { differences, type Project, projectStates } from "../../core/portfolio.ts";
import type { Call } from "../../routes.ts";
import { lineRoles } from "./fields.ts";
import { give } from "./line.ts";

/** The project with checked values in place of what its form showed; what was emptied is gone. */
export function revised(before: Project, values: Values, shown: readonly string[]): Project {
  const { start, finish, budget, programme, department, category, cadence, ...rest } = before;
  const optional = { start, finish, budget, programme, department, category };
  const texts = Object.entries(optional).flatMap(([name, was]) => {
    const value = shown.includes(name) ? values[name] : was;
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const typed = shown.includes("cadence") ? Cadence.safeParse(values["cadence"]).data : cadence;
  const asked = typed && cadence && cadenceWords(typed) === cadenceWords(cadence) ? cadence : typed;
  return {
    ...rest,
    ...(typeof values["name"] === "string" && { name: values["name"] }),
    ...(shown.includes("state") && { state: projectStates.find((state) => state === values["state"]) ?? before.state }),
    ...(shown.includes("confidential") && { confidential: values["confidential"] === "yes" }),
    ...Object.fromEntries(texts),
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
  for (const change of await told(call, moved))
    await store.record({ at, actor: me.id, source: user.platform, subject: `project:${after.id}`, ...change });
  if (!before || before.programme !== after.programme) await store.projects.join(after.id, after.portfolio, after.programme, call.today);
  for (const role of lineRoles.filter((each) => shown.includes(each))) {
    const to = people[role];
    if (to !== before?.[role]) await give(call, after, role, before?.[role], typeof to === "string" ? to : undefined);
  }
}

interface Moved {
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
}

function cadenceMoved(before: Project | undefined, after: Project): readonly Moved[] {
  const [from, to] = [before?.cadence && cadenceWords(before.cadence), after.cadence && cadenceWords(after.cadence)];
  if (!before || from === to) return [];
  return [{ what: "cadence", ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

/** As people read it: a programme by its name. */
async function told(call: Call, moved: readonly Moved[]): Promise<readonly Moved[]> {
  const names = new Map((await call.store.projects.programmes()).map(({ id, name }) => [id, name]));
  const named = (value: string) => names.get(value) ?? value;
  return moved.map((each) => {
    const { what, from, to } = each;
    return what === "programme"
      ? { what, ...(from !== undefined && { from: named(from) }), ...(to !== undefined && { to: named(to) }) }
      : each;
  });
}
