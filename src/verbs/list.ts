import { z } from "zod";
import { carried, outdated } from "../chat/carried.ts";
import type { Block, Button, Message } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { plain, type Text } from "../chat/text.ts";
import { isOverdue, read, refOf, titleOf } from "../core/entry.ts";
import { list as and, capital, count } from "../core/phrases.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import { sees } from "../core/rights.ts";
import type { Call } from "../routes.ts";
import { namesIn, shownValue } from "./card.ts";
import type { Found } from "./find.ts";
import { matching, scopeOf, type Within } from "./matching.ts";
import { type Wanted, wantedBy } from "./wanted.ts";

const page = 10;
/** Of a search, so that it fits on the button for the next page. */
const maxSearch = 200;

/** `list`, `list mine`, `list overdue #APOLLO`, `list state:closed owner:@erin`, `list supplier`: ten at a time, the weightiest first. */
export async function list(call: Call, type: RecordType, words: string, start = 0, to: "me" | "replace" = "me"): Promise<Reply> {
  const search = words.trim().slice(0, maxSearch);
  const wanted = wantedBy(type, search);
  const within = await scopeOf(call, type, wanted);
  const found = await matching(call, type, wanted, within);
  const shown = found.slice(start, start + page).map((each) => ({ ...each, entry: read(type, each.entry) }));
  const about = describe(call, type, wanted, within);
  const limit = limits(call, found, within);
  if (shown.length === 0) return { kind: "message", message: nothing(type, about, wanted, search, limit), to };
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
    ...limit,
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

/** Nobody takes what is theirs for a whole register. */
function limits({ rights }: Call, found: readonly Found[], { project }: Within): readonly Block[] {
  const shown = project ? [project] : found.map((each) => each.project);
  const keys = [...new Set(shown.filter((each) => !sees(rights, each)).map(({ key }) => key))];
  const where = keys.length > 3 ? count(keys.length, "project") : and(keys);
  const told =
    rights.held.length === 0 && !project
      ? "You have no role yet, so this lists only what you own or logged."
      : keys.length > 0 && `Of ${where}, where you have no role, this lists only what you own or logged.`;
  return told ? [{ kind: "small", text: told }] : [];
}

function describe({ me }: Call, type: RecordType, wanted: Wanted, { project, owner }: Within): string {
  const { overdue, proposed, all, attention: needs, states, text } = wanted;
  const parts = [
    states?.label ?? (all ? "open and closed" : "open"),
    overdue && "overdue",
    proposed && "proposed",
    needs && "needing attention",
    owner && `owned by ${owner.id === me.id ? "you" : owner.name}`,
    text !== "" && `with “${text}”`,
  ].filter((part) => part);
  return `${capital(type.names.many)}${project ? ` of ${project.key}` : ""}, ${parts.join(", ")}`;
}

/** "list price may rise" could have been meant as a new entry: nothing was logged, and one press does it. */
function nothing(type: RecordType, about: string, { text, owner }: Wanted, search: string, limit: readonly Block[]): Message {
  const words = `log list ${search}`;
  const isTitle = search.split(/\s+/).length >= 3 || (owner !== undefined && text !== "");
  const button: Button = {
    label: `Log it as a new ${type.names.one}`,
    action: "entry.say",
    value: JSON.stringify({ type: type.key, words }),
  };
  const blocks: Block[] = [
    { kind: "text", text: `${about}: none.` },
    ...limit,
    ...(isTitle ? [{ kind: "buttons", buttons: [button] } as const] : []),
  ];
  return { summary: `${about}: none.`, blocks };
}
