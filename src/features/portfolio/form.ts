import { randomUUID } from "node:crypto";
import { z } from "zod";
import { asked, rebased } from "../../chat/asked.ts";
import { carried } from "../../chat/carried.ts";
import type { Form } from "../../chat/form.ts";
import type { Reply } from "../../chat/reply.ts";
import { check } from "../../core/entry.ts";
import type { Answers, Fields, Values } from "../../core/fields.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { governs, holdsOn, leads } from "../../core/rights.ts";
import type { Call } from "../../routes.ts";
import { withPeople } from "../../verbs/owners.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { projectCard } from "./card.ts";
import { answersOf, lineRoles, projectFields } from "./fields.ts";
import { heldAbove } from "./line.ts";
import { revised, save } from "./write.ts";

/** What a project's form carries: which project, and what it showed, so that somebody else's change is noticed. */
const State = z.object({ project: z.string().optional(), was: z.record(z.string(), z.string()) });
type Problems = Readonly<Record<string, string>>;

/** `/pmo add project [KEY Name]`: an empty form, or one begun by the words. */
export async function addProject(call: Call, words: string): Promise<Reply> {
  await portfoliosToAddTo(call);
  const [first = "", ...rest] = words.trim().split(/\s+/);
  const key = first.replace("#", "").toUpperCase();
  const isTaken = (await call.store.projects.keys()).includes(key);
  // A word in capitals, one with a digit, or one that is a key already: "a303".
  const isKey = /^#?[A-Z][A-Z0-9]{1,9}$/.test(first) || /^#?[A-Z](?=.*\d)[A-Z0-9]{1,9}$/i.test(first) || isTaken;
  const begun = isKey ? { key, name: rest.join(" ") || undefined } : { name: words.trim() || undefined };
  const problems: Problems = isKey && isTaken ? { key: `${key} is taken. Choose another.` } : {};
  return { kind: "form", form: await drawn(call, undefined, { state: "active", confidential: "no", ...begun }, problems) };
}

export async function editProject(call: Call, project: Project): Promise<Reply> {
  if (!leads(call.rights, project)) refuse(`You can see ${project.key} but not change it. Its PM and the PMO can.`);
  return { kind: "form", form: await drawn(call, project, answersOf(project), {}) };
}

/** Checks everything, then either draws the form again with what is wrong, or writes it all and shows the card. */
export async function saveProject(call: Call, state: string, answers: Answers): Promise<Reply> {
  const { project: id, was } = carried(State, state);
  const before = id === undefined ? undefined : await projectWithId(call, id);
  if (before && !leads(call.rights, before)) refuse(`You can see ${before.key} but not change it. Its PM and the PMO can.`);
  const fields = await fieldsFor(call, before);
  const now = before && answersOf(before);
  const people = await withPeople(call, fields, answers, now ?? {});
  const mine = now ? rebased(fields, was, now, people.answers, await named(call, now)) : { answers: people.answers, problems: {} };
  const { values, problems: wrong } = check(fields, mine.answers, call.today);
  const emptied = before ? await emptiedInVain(call, before, fields, values) : {};
  const problems: Problems = { ...(await clashes(call, before, values)), ...emptied, ...mine.problems, ...wrong, ...people.problems };
  if (Object.keys(problems).length > 0) return { kind: "form", form: await drawn(call, before, mine.answers, problems) };

  const shown = Object.keys(fields);
  const after = revised(before ?? (await blank(call, values)), values, shown);
  await save(call, before, after, values, shown);
  return { kind: "message", to: "me", message: await projectCard(call, await projectOf(call, after)) };
}

async function drawn(call: Call, project: Project | undefined, answers: Answers, problems: Problems): Promise<Form> {
  const fields = await fieldsFor(call, project);
  const people = await named(call, answers);
  const was = project
    ? Object.fromEntries(Object.entries(answersOf(project)).filter(([name, value]) => value !== undefined && name in fields))
    : {};
  return {
    action: "project.save",
    state: JSON.stringify({ ...(project && { project: project.id }), was }),
    title: project ? `Edit ${project.key}` : "Add a project",
    submit: project ? "Save" : "Add",
    intro: [
      {
        kind: "small",
        text: project
          ? "Saved at once, on the record with your name. Whoever is newly named is told."
          : "Its PM is told, and asked for status at the next prompt.",
      },
    ],
    fields: asked(fields, answers, problems, people),
  };
}

const named = (call: Call, answers: Answers) => call.store.people.many(lineRoles.flatMap((role) => answers[role] ?? []));

async function fieldsFor(call: Call, project: Project | undefined): Promise<Fields> {
  const adding = project ? undefined : await portfoliosToAddTo(call);
  const programmes = await call.store.projects.programmes(project?.portfolio);
  const own = adding ? programmes.filter(({ portfolio }) => adding.some(({ id }) => id === portfolio)) : programmes;
  return projectFields({
    programmes: own,
    governing: !project || governs(call.rights, project),
    today: call.today,
    ...(adding && { adding }),
  });
}

async function portfoliosToAddTo(call: Call): Promise<readonly Portfolio[]> {
  const all = await call.store.projects.portfolios();
  const own = all.filter(({ id }) => holdsOn(call.rights, ["admin", "pmo"], id));
  if (all.length === 0) refuse("There is no portfolio yet. An admin makes one with pmo setup.");
  if (own.length === 0) refuse("Only the PMO adds projects. Ask them, or an admin to give you the role.");
  return own;
}

async function blank(call: Call, values: Readonly<Record<string, unknown>>): Promise<Project> {
  const portfolios = await portfoliosToAddTo(call);
  const portfolio = portfolios.find(({ id }) => id === values["portfolio"]) ?? portfolios[0];
  return { id: randomUUID(), key: String(values["key"]), name: "", portfolio: portfolio?.id ?? "", state: "active", confidential: false };
}

async function clashes(call: Call, before: Project | undefined, values: Readonly<Record<string, unknown>>): Promise<Problems> {
  const key = values["key"];
  const taken = !before && typeof key === "string" && (await call.store.projects.keys()).includes(key);
  const [start, finish] = [values["start"], values["finish"]];
  const programme = (await call.store.projects.programmes()).find(({ id }) => id === values["programme"]);
  const portfolio = before?.portfolio ?? values["portfolio"] ?? programme?.portfolio;
  return {
    ...(taken && { key: `${key} is taken. Choose another.` }),
    ...(typeof start === "string" && typeof finish === "string" && finish < start && { finish: "The finish is before the start." }),
    ...(programme && programme.portfolio !== portfolio && { programme: `${programme.name} is a programme of another portfolio.` }),
  };
}

/** Nobody is taken from a project by it who was not given by it. */
async function emptiedInVain(call: Call, before: Project, fields: Fields, values: Values): Promise<Problems> {
  const emptied = lineRoles.filter((role) => role in fields && values[role] === undefined);
  const told = await Promise.all(emptied.map(async (role) => [role, await heldAbove(call, before, role)] as const));
  return Object.fromEntries(told.flatMap(([role, why]) => (why === undefined ? [] : [[role, why] as const])));
}

async function projectOf(call: Call, saved: Project): Promise<Project> {
  return (await call.store.projects.get(saved.id, call.today)) ?? saved;
}
