import { z } from "zod";
import { carried, outdated } from "../chat/carried.ts";
import type { Block, Button } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { plain, type Text } from "../chat/text.ts";
import { byWeight, isFinal, isOverdue, openStates, read, refOf, titleOf } from "../core/entry.ts";
import { capital } from "../core/phrases.ts";
import type { Project } from "../core/portfolio.ts";
import type { Entry, RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { EntryFilter } from "../ports/entries.ts";
import type { Call } from "../routes.ts";
import { attention } from "./attention.ts";
import { namesIn, shownValue } from "./card.ts";
import type { Found } from "./find.ts";
import { may } from "./may.ts";
import { stateSaid } from "./move.ts";
import { projectNamed, reachable } from "./reach.ts";

const page = 10;
/** Of a search, so that it fits on the button for the next page. */
const maxSearch = 200;

interface Wanted {
  readonly mine: boolean;
  readonly overdue: boolean;
  readonly proposed: boolean;
  readonly all: boolean;
  /** Closed ones too. */
  readonly closed: boolean;
  readonly open: boolean;
  /** Only what somebody must look at today. */
  readonly attention: boolean;
  readonly project?: string;
  readonly state?: string;
  readonly text: string;
}

/** `list`, `list mine`, `list overdue #APOLLO`, `list attention`, `list closed`, `list all`, `list supplier`: ten at a time, the weightiest first. */
export async function list(call: Call, type: RecordType, words: string, start = 0, to: "me" | "replace" = "me"): Promise<Reply> {
  const search = words.trim().slice(0, maxSearch);
  const wanted = wantedBy(type, search);
  const found = await matching(call, type, wanted);
  const shown = found.slice(start, start + page).map((each) => ({ ...each, entry: read(type, each.entry) }));
  const about = describe(type, wanted, await here(call, wanted));
  if (shown.length === 0) return { kind: "message", message: nothing(type, about, search), to };
  const range = found.length > page ? `${start + 1}–${start + shown.length} of ${found.length}` : String(found.length);
  const names = await namesIn(call, shown);
  const more = (label: string, at: number): Button => ({
    label,
    action: "entry.list",
    value: JSON.stringify({ type: type.key, search, start: at }),
  });
  const buttons = [
    ...(start > 0 ? [more("Back", Math.max(0, start - page))] : []),
    ...(start + page < found.length ? [more("More", start + page)] : []),
  ];
  const columns = type.columns.flatMap((name) => (type.fields[name] ? [{ name, field: type.fields[name] }] : []));
  const derived = type.derived ? [type.derived.label] : [];
  const rows = shown.map(({ entry, project }): readonly Text[] => [
    refOf(type, entry),
    `${entry.misfit === undefined ? "" : "⚠ "}${titleOf(type, entry)}`,
    project.key,
    ...(type.derived ? [type.derived.of(entry.values) ?? ""] : []),
    ...columns.map(({ name, field }) =>
      entry.values[name] === undefined ? "" : plain(shownValue(field, entry.values[name], names, call.today)),
    ),
    entry.proposed
      ? "Proposed"
      : isOverdue(type, entry, call.today)
        ? `${type.states[entry.state]?.label ?? entry.state}, overdue`
        : (type.states[entry.state]?.label ?? entry.state),
  ]);
  const head = `${about}: ${range}`;
  const blocks: Block[] = [
    { kind: "heading", text: head },
    { kind: "table", columns: ["No.", "Title", "Project", ...derived, ...columns.map(({ field }) => field.label), "State"], rows },
    { kind: "small", text: `Say ${refOf(type, shown[0]?.entry ?? { number: 1 })} to open one. Only you see this list.` },
    ...(buttons.length > 0 ? [{ kind: "buttons", buttons } as const] : []),
  ];
  return { kind: "message", message: { summary: head, blocks }, to };
}

export async function pressList(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const given = carried(z.object({ type: z.string(), search: z.string().max(maxSearch), start: z.number().int().min(0) }), value);
  const type = types.find(({ key }) => key === given.type) ?? refuse(outdated);
  return list(call, type, given.search, given.start, "replace");
}

/** The entries that the words mean and this person may see, closed ones too unless the words choose, in the order of the register. */
export async function listed(call: Call, type: RecordType, words: string): Promise<readonly Found[]> {
  const wanted = wantedBy(type, words.trim());
  return matching(call, type, { ...wanted, closed: wanted.closed || !(wanted.open || wanted.overdue) });
}

async function matching(call: Call, type: RecordType, wanted: Wanted): Promise<readonly Found[]> {
  const only = await here(call, wanted);
  const alone = call.rights.held.length === 0; // what they own or logged is all that they may read
  const projects = only ? [only] : wanted.mine || alone ? await call.store.projects.all(call.today) : await reachable(call);
  const byId = new Map(projects.map((project) => [project.id, project]));
  const filter: EntryFilter = {
    type: type.key,
    projects: [...byId.keys()],
    ...(wanted.mine && type.owner !== undefined && { owner: call.me.id }),
    ...(wanted.state !== undefined ? { states: [wanted.state] } : wanted.closed ? {} : { states: openStates(type) }),
    ...(wanted.text !== "" && { text: wanted.text }),
    ...(wanted.overdue && { dueBefore: call.today }),
    ...(wanted.proposed && { proposed: true }),
  };
  const entries = await foundBy(call, type, filter);
  const weigh = byWeight(type, call.today);
  return entries
    .flatMap((entry) => {
      const project = byId.get(entry.project);
      return project && may(call, type, "show", project, entry) ? [{ type, entry, project }] : [];
    })
    .filter(({ entry }) => !wanted.overdue || !isFinal(type, entry.state))
    .filter(({ entry }) => !wanted.attention || attention(type, [entry], call.today).length > 0)
    .sort((a, b) => weigh(a.entry, b.entry));
}

/** A search also finds what is owned by the one person that it names; the ids that people are stored by are not searched. */
async function foundBy(call: Call, type: RecordType, filter: EntryFilter): Promise<readonly Entry[]> {
  const found = await call.store.entries.find(filter);
  const { text, ...rest } = filter;
  if (text === undefined) return found;
  const people = Object.keys(type.fields).filter((name) => type.fields[name]?.control.kind === "person");
  const said = text.toLowerCase();
  const byText = found.filter(({ values }) =>
    Object.entries(values).some(([name, value]) => !people.includes(name) && String(value).toLowerCase().includes(said)),
  );
  const [person, another] = type.owner === undefined || filter.owner !== undefined ? [] : await call.store.people.named(text, call.user);
  const owned = person && !another ? await call.store.entries.find({ ...rest, owner: person.id }) : [];
  return [...new Map([...byText, ...owned].map((entry) => [entry.id, entry])).values()];
}

/** The project named, or the one whose channel this is; "mine" and "all" look everywhere. */
async function here(call: Call, { project, mine, all }: Wanted): Promise<Project | undefined> {
  if (project !== undefined) return projectNamed(call, project);
  if (mine || all || call.here.project === undefined) return undefined;
  return (await reachable(call)).find(({ id }) => id === call.here.project);
}

function wantedBy(type: RecordType, words: string): Wanted {
  let rest = ` ${words} `;
  const take = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(rest);
    if (match) rest = rest.replace(match[0], " ");
    return match?.[1];
  };
  const project = take(/\s#([A-Za-z][\w-]*)[,;.]?(?=\s)/);
  const mine = take(/\s(mine|my)(?=\s)/i) !== undefined;
  const overdue = take(/\s(overdue|late)(?=\s)/i) !== undefined;
  const proposed = take(/\s(proposed)(?=\s)/i) !== undefined;
  const all = take(/\s(all|everything)(?=\s)/i) !== undefined;
  const needs = take(/\s(attention)(?=\s)/i) !== undefined;
  const state = stateSaid(type, rest);
  const open = !state && take(/\s(open)(?=\s)/i) !== undefined;
  const text = (state ? state.rest : rest).replace(/\s+/g, " ").trim();
  return {
    mine,
    overdue,
    proposed,
    all,
    closed: all,
    open,
    attention: needs,
    text,
    ...(project !== undefined && { project }),
    ...(state && { state: state.to }),
  };
}

function describe(type: RecordType, wanted: Wanted, project: Project | undefined): string {
  const { mine, overdue, proposed, closed, state, text } = wanted;
  const kind = state !== undefined ? (type.states[state]?.label ?? state).toLowerCase() : closed ? "open and closed" : "open";
  const parts = [
    kind,
    overdue && "overdue",
    proposed && "proposed",
    wanted.attention && "needing attention",
    mine && "owned by you",
    text !== "" && `with “${text}”`,
  ].filter((part) => part);
  return `${capital(type.names.many)}${project ? ` of ${project.key}` : ""}, ${parts.join(", ")}`;
}

/** "list price may rise" could have been meant as a new entry: nothing was logged, and one press does it. */
function nothing(type: RecordType, about: string, search: string) {
  const words = `log list ${search}`;
  const isTitle = search.split(/\s+/).length >= 3;
  const button: Button = {
    label: `Log it as a new ${type.names.one}`,
    action: "entry.say",
    value: JSON.stringify({ type: type.key, words }),
  };
  const blocks: Block[] = [
    { kind: "text", text: `${about}: none.` },
    ...(isTitle ? [{ kind: "buttons", buttons: [button] } as const] : []),
  ];
  return { summary: `${about}: none.`, blocks };
}
