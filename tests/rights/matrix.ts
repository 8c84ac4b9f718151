import type { Reply } from "../../src/chat/reply.ts";
import { records } from "../../src/records/index.ts";
import { forged, ofNothing, ofPortfolio, ofProject, said, type Target } from "./asked.ts";
import { cast, type Name } from "./cast.ts";
import type { Act, Company, Outcome } from "./company.ts";
import type { Drawn } from "./drawn.ts";

/** Who may do what, as a table: a line for each thing that can be tried, a column for each who tries it. */
export async function matrixOf(company: Company, drawn: readonly Drawn[], target: Target, who: readonly Name[]): Promise<string> {
  const lines = new Map<string, Map<string, Set<string>>>(); // what, in general → cells → how it is said of which register
  for (const { words, act, room } of tried(company, drawn, target)) {
    const cells: string[] = [];
    for (const name of who) cells.push(isDone(await company.tries(name, act, room)) ? "●" : "");
    const { route, detail, register } = generic(company, words, target);
    const known = lines.get(route) ?? new Map<string, Set<string>>();
    const row = cells.join(" | ");
    known.set(row, (known.get(row) ?? new Set()).add(`${detail}${register === "" ? "" : `¦${register}`}`));
    lines.set(route, known);
  }
  const rows = [...lines].flatMap(([route, cells]) =>
    [...cells].map(([row, ways]) => ({ what: `${route}: ${listed([...ways])}`.replace(/: $/, ""), row })),
  );
  const idle = rows.filter(({ row }) => !row.includes("●")).map(({ what }) => what);
  return [
    `| | ${who.map((name) => cast[name].is).join(" | ")} |`,
    `|---|${who.map(() => ":-:").join("|")}|`,
    ...rows.filter(({ row }) => row.includes("●")).map(({ what, row }) => `| ${what} | ${row} |`),
    "",
    `To nobody open here, as there was nothing to do or it was too late: ${idle.length === 0 ? "–" : [...new Set(idle)].join("; ")}.`,
  ].join("\n");
}

interface Tried {
  readonly words: string;
  readonly act: Act;
  readonly room?: "leaders";
}

function tried(company: Company, drawn: readonly Drawn[], target: Target): readonly Tried[] {
  const nothing = Object.entries(ofNothing).flatMap(([route, words]) => words.map((rest) => `${route} ${rest}`.trim()));
  const typed = [...said(ofProject, target), ...said(ofPortfolio, target), ...nothing].map(
    (words): Tried => ({
      words,
      act: { kind: "command", words },
      ...(/^pmo (audience|channel|alerts)/.test(words) && { room: "leaders" as const }),
    }),
  );
  const sorted = drawn.toSorted((a, b) => (a.act.action < b.act.action ? -1 : a.act.action > b.act.action ? 1 : 0));
  const pressed = sorted.map(({ act }): Tried => {
    const own = target.key === "ARGO" ? ofItself(act, target) : forged(company, act, target, "project");
    return {
      words: `${act.kind === "press" ? "[button]" : "[form]"} ${act.action} ${act.kind === "press" ? act.value : act.state}`,
      act: own,
    };
  });
  return [...typed, ...pressed];
}

/** Cards of LUNA are tried on ARGO too; what became of an entry that was only proposed or is owned stays with that one. */
function ofItself(act: Drawn["act"], { project, key }: Target): Drawn["act"] {
  return JSON.parse(JSON.stringify(act).replaceAll("p-luna", project).replaceAll("LUNA", key));
}

/** Each way once, with the registers where it is not so in all of them. */
function listed(ways: readonly string[]): string {
  const registers = new Map<string, string[]>();
  for (const way of ways) {
    const [detail = "", register] = way.split("¦");
    registers.set(detail, [...(registers.get(detail) ?? []), ...(register === undefined ? [] : [register])]);
  }
  const told = [...registers].map(([detail, of]) =>
    of.length === 0 || of.length === records.length ? detail : `${detail} (${of.join(", ")})`,
  );
  return told
    .map((each) => each.trim())
    .filter((each) => each !== "")
    .join("; ");
}

/** Without what differs from register to register, and with ids as what they are of. */
function generic(company: Company, words: string, { key, refs }: Target) {
  const labelled = [...company.entries].reduce((text, [label, id]) => text.replaceAll(id, label.replace(/^[A-Z]+ /, "its ")), words);
  const register = records.find((type) => labelled.startsWith(`${type.key} `))?.key ?? "";
  const plain = records.reduce(
    (text, type) => text.replaceAll(refs[type.key] ?? "", "REF").replace(new RegExp(`^${type.key} `), "an entry "),
    labelled,
  );
  const general = plain.replaceAll(key, "KEY").replaceAll("|", "/");
  const [first = "", second = "", ...rest] = general.split(" ");
  if (first === "an") return { route: "entry", detail: rest.join(" "), register };
  if (first.startsWith("[")) return { route: `${second} ${first}`, detail: tellsApart(rest.join(" ")), register: "" };
  return first === "pmo"
    ? { route: `pmo ${second}`, detail: rest.join(" "), register: "" }
    : { route: first, detail: [second, ...rest].join(" "), register: "" };
}

/** Of a button's value or a form's state, what tells it apart from the others of that action. */
function tellsApart(value: string): string {
  if (value.startsWith("{"))
    return /"(?:to|kind|words|audience|portfolio|project)":"([^"]*)"/.exec(value)?.[1] ?? (value.length < 12 ? "new" : "");
  return /^(owned|written|proposed|its) /.exec(value)?.[0].trim() ?? "";
}

/** Answered or done; not a refusal, nor what somebody without a role reads, nor a form that says what is wrong. */
function isDone({ refused, reply }: Outcome): boolean {
  return !refused && !isTurnedAway(reply);
}

function isTurnedAway(reply: Reply): boolean {
  if (reply.kind === "form") return reply.form.error !== undefined || reply.form.fields.some(({ error }) => error !== undefined);
  return (
    reply.kind === "message" &&
    /^(You have no role here yet|One moment: we have not met|You have no role yet on a project)/.test(reply.message.summary)
  );
}
