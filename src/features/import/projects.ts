import { list } from "../../core/phrases.ts";
import type { Project } from "../../core/portfolio.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Store } from "../../ports/index.ts";
import type { Channel } from "../../ports/projects.ts";
import { squeezed } from "./cells.ts";
import { type Known, onlyOne } from "./known.ts";
import { changedSince } from "./later.ts";
import { takenBy } from "./membership.ts";
import type { Plan, Source, Step } from "./plan.ts";
import { handOver, keepingLater, line, projectFrom, saidOfChange, saveProject, strangers } from "./project.ts";
import { type Row, said } from "./rows.ts";
import type { Problem } from "./sheet.ts";

/** Projects, found again by foreign id, key or name: the same file a second time changes nothing. */
export async function planProjects(store: Store, rows: readonly Row[], known: Known, source: Source, joinFrom: LocalDate): Promise<Plan> {
  const problems: Problem[] = [];
  const steps: Step[] = [];
  const seen: Seen = { ids: new Map(), keys: new Map(), names: new Map(), bareNames: new Map(), channels: new Map() };
  const then = new Set(await store.projects.members(known.portfolio.id, joinFrom));
  const isGone = (project: Project) => !known.isMember(project) && !then.has(project.id);
  for (const row of rows) {
    const wrong = [...wrongWith(row, known, seen), ...(await homeTaken(store, row, known, seen))];
    problems.push(...wrong);
    if (wrong.length === 0 && row.bad.size === 0) steps.push(await stepOf(store, row, known, source, { joinFrom, isGone }));
  }
  const taken = await takenBy(
    store,
    known,
    rows.flatMap((row) => found(row, known) ?? []),
    [joinFrom],
  );
  return { taken, before: programmes(known), steps, after: [], problems };
}

export function programmes(known: Known): readonly Step[] {
  return known.made.map((programme) => ({
    line: 1,
    outcome: "add",
    words: `Programme ${programme.name} (${programme.key})`,
    apply: (tx) => tx.projects.saveProgramme(programme),
  }));
}

/** On which line each stood first. */
interface Seen {
  readonly ids: Map<string, number>;
  readonly keys: Map<string, number>;
  readonly names: Map<string, number>;
  /** Of rows that neither a foreign id nor a key tells apart. */
  readonly bareNames: Map<string, number>;
  readonly channels: Map<string, number>;
}

function wrongWith(row: Row, known: Known, seen: Seen): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (column: string, what: string, fix: string) => problems.push({ line: row.line, column, what, fix });
  const id = said(row, "foreignId");
  const twin = first(seen.ids, id, row.line);
  if (twin !== undefined)
    add("Foreign ID", `“${id}” stands on line ${twin} too`, "Keep one of the two. A file with a line per date is imported as statuses.");
  const key = said(row, "key");
  const there = found(row, known);
  const keyTwin = first(seen.keys, key, row.line);
  if (keyTwin !== undefined && twin === undefined)
    add("Key", `${key} stands on line ${keyTwin} too`, "Give each project a key of its own, or leave the cell empty.");
  else if (key !== undefined && there?.key !== key && known.byKey(key))
    add("Key", `${key} is another project's key`, "Give it a key of its own, or leave the cell empty.");
  const namesake = namesakeOf(row, known, seen);
  if (namesake !== undefined)
    add("Name", `“${said(row, "name")}” ${namesake}`, "Give each a foreign id or a key of its own, or keep one of the two.");
  for (const email of strangers(row, known))
    add("People", `nobody here has the e-mail address ${email}`, "Import the people first, or correct the address.");
  const [start, finish] = [said(row, "start"), said(row, "finish")];
  if (start !== undefined && finish !== undefined && finish < start)
    add("Finish", `${finish} is before the start, ${start}`, "Correct one of the two.");
  if (said(row, "channel") !== undefined && channelOf(row) === undefined)
    add(
      "Channel",
      `“${said(row, "channel")}” is no channel`,
      "Write it as slack/WORKSPACE/CHANNEL, or type `/pmo channel #KEY` in the channel itself.",
    );
  return problems;
}

/** A channel is the home of one project: a second would take it away from the first, and lose it the next time. */
async function homeTaken(store: Store, row: Row, known: Known, seen: Seen): Promise<readonly Problem[]> {
  const channel = channelOf(row);
  if (!channel) return [];
  const twin = first(seen.channels, JSON.stringify(channel), row.line);
  const other = (await store.projects.at(channel))?.project;
  const holder = other === undefined || other === found(row, known)?.id ? undefined : await store.projects.get(other, known.today);
  const what = twin !== undefined ? `stands on line ${twin} too` : holder && `is the home of ${holder.key}`;
  const fix = "A channel is the home of one project. Leave the cell empty, or say pmo channel none in the channel first.";
  return what === undefined ? [] : [{ line: row.line, column: "Channel", what: `“${said(row, "channel")}” ${what}`, fix }];
}

function first(seen: Map<string, number>, what: string | undefined, line: number): number | undefined {
  const before = what === undefined ? undefined : seen.get(what);
  if (what !== undefined && before === undefined) seen.set(what, line);
  return before;
}

/** Where only its name tells a row apart, two of one name would take turns: said, unless an unreadable cell might tell. */
function namesakeOf(row: Row, known: Known, seen: Seen): string | undefined {
  const name = said(row, "name");
  if (name === undefined) return undefined;
  const isBare = !["foreignId", "key"].some((each) => row.bad.has(each) || said(row, each) !== undefined);
  const onLine = first(seen.names, squeezed(name), row.line);
  const bareOnLine = isBare ? first(seen.bareNames, squeezed(name), row.line) : seen.bareNames.get(squeezed(name));
  const twin = isBare ? onLine : bareOnLine;
  if (twin !== undefined) return `stands on line ${twin} too`;
  const all = known.byName(name);
  return isBare && all.length > 1 ? `is what ${list(all.map(({ key }) => key))} are called` : undefined;
}

function found(row: Row, known: Known): Project | undefined {
  const [foreignId, key] = [said(row, "foreignId"), said(row, "key")];
  if (foreignId !== undefined) return known.byForeignId(foreignId);
  return key === undefined ? onlyOne(known.byName(said(row, "name") ?? "")) : known.byKey(key);
}

interface Joining {
  readonly joinFrom: LocalDate;
  /** It left its portfolio, and nothing has taken it back. */
  isGone(project: Project): boolean;
}

async function stepOf(store: Store, row: Row, known: Known, source: Source, { joinFrom, isGone }: Joining): Promise<Step> {
  const before = found(row, known);
  const after = await keepingLater(store, before, projectFrom(row, before, known, said(row, "foreignId")), known);
  const handovers = await handoversIn(store, row, before, known);
  const channel = channelOf(row);
  const homes = before && channel ? await store.projects.channels({ project: before.id }) : [];
  const moves =
    channel !== undefined &&
    !homes.some(
      ({ platform, workspace, channel: id }) => platform === channel.platform && workspace === channel.workspace && id === channel.channel,
    );
  const words = [
    saidOfChange(before, after),
    before && (isGone(before) || before.portfolio !== after.portfolio) ? `joins ${known.portfolio.key}` : "",
    ...handovers.map(({ role, email }) => `${role} ${email}`),
    ...(moves ? [`channel ${said(row, "channel")}`] : []),
  ];
  const differs = words.some((each) => each !== "");
  return {
    line: row.line,
    outcome: before ? (differs ? "change" : "same") : "add",
    words: before ? `${after.key} ${after.name}: ${words.filter((each) => each !== "").join(", ")}` : `${after.key} ${after.name}`,
    async apply(tx) {
      if (!before || saidOfChange(before, after) !== "") await saveProject(tx, before, after, source);
      if (!before || isGone(before)) await tx.projects.join(after.id, after.portfolio, after.programme, joinFrom);
      else if (before.programme !== after.programme || before.portfolio !== after.portfolio)
        await tx.projects.join(after.id, after.portfolio, after.programme, known.today);
      for (const { role, person } of handovers) await handOver(tx, before ?? after, role, person, known, source);
      if (channel && moves) await tx.projects.link(channel, { ...(await tx.projects.at(channel)), project: after.id });
    },
  };
}

/** Whom the row names that does not hold the role; unless somebody handed it on in chat after that was imported. */
async function handoversIn(store: Store, row: Row, before: Project | undefined, known: Known) {
  const named = line.flatMap((role) => {
    const email = said(row, role);
    const person = email === undefined ? undefined : known.person(email);
    return person === undefined || email === undefined || before?.[role] === person ? [] : [{ role, person, email }];
  });
  if (!before || named.length === 0) return named;
  const changes = await store.changes(`project:${before.id}`);
  const people = await store.people.many(named.map(({ person }) => person));
  return named.filter(({ role, person }) => !changedSince(changes, role, people.get(person)?.name));
}

function channelOf(row: Row): Channel | undefined {
  const [platform, workspace, channel, more] = (said(row, "channel") ?? "").split("/").map((part) => part.trim());
  if ((platform !== "slack" && platform !== "teams" && platform !== "terminal") || !workspace || !channel || more !== undefined)
    return undefined;
  return { platform, workspace, channel };
}
