import { z } from "zod";
import { carried } from "../../chat/carried.ts";
import type { Button, Message } from "../../chat/message.ts";
import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Text } from "../../chat/text.ts";
import type { Project } from "../../core/portfolio.ts";
import { label } from "../../core/rag.ts";
import { shortDate } from "../../core/time.ts";
import type { Call } from "../../routes.ts";
import { reachable } from "../../verbs/reach.ts";

const pageSize = 10;
const Page = z.object({ words: z.string().max(200), from: z.int().min(0) });

/** `/pmo projects [mine|red|TEXT|PORTFOLIO]`: those that this person may know of, ten at a time. */
export async function listProjects(call: Call, words: string, from = 0): Promise<Message> {
  const all = await reachable(call);
  const fits = await filtered(call, all, words.trim());
  if (fits.length === 0) {
    const none =
      words === ""
        ? "There is no project that you can see yet. The PMO adds one with pmo add project."
        : `None of the ${all.length} projects you can see fits “${words}”. Try mine, red, amber, green, unknown, a portfolio or part of a name.`;
    return say(none);
  }
  const page = fits.slice(from, from + pageSize);
  const reports = await call.store.reports.latestOf(page.map(({ id }) => id));
  const people = await call.store.people.many(page.flatMap(({ pm }) => pm ?? []));
  const rows = page.map((project): readonly Text[] => {
    const report = reports.get(project.id);
    const status =
      project.state === "active"
        ? report
          ? `${label(report.overall).toUpperCase()}, ${shortDate(report.effectiveOn, call.today)}`
          : "no status yet"
        : project.state;
    return [project.key, project.name.slice(0, 60), status, people.get(project.pm ?? "")?.name ?? "nobody"];
  });
  const title = `${fits.length} ${fits.length === 1 ? "project" : "projects"}${words === "" ? "" : `: ${words}`}`;
  const turn = turning(words, from, fits.length);
  return {
    summary: title,
    blocks: [
      { kind: "text", text: fits.length > pageSize ? `${title}, ${from + 1} to ${from + page.length}` : title },
      { kind: "table", columns: ["Key", "Project", "Last status", "PM"], rows },
      ...(turn.length > 0 ? [{ kind: "buttons" as const, buttons: turn }] : []),
    ],
  };
}

export async function turnPage(call: Call, value: string): Promise<Reply> {
  const { words, from } = carried(Page, value);
  return { kind: "message", to: "replace", message: await listProjects(call, words, from) };
}

async function filtered(call: Call, all: readonly Project[], words: string): Promise<readonly Project[]> {
  const wanted = words.toLowerCase();
  const sorted = [...all].sort((a, b) => a.key.localeCompare(b.key));
  if (wanted === "" || wanted === "all") return sorted;
  if (wanted === "mine")
    return sorted.filter((project) => [project.pm, project.sponsor, project.contact, project.manager].includes(call.me.id));
  if (isColour(wanted)) {
    const reports = await call.store.reports.latestOf(sorted.map(({ id }) => id));
    return sorted.filter(({ id, state }) => state === "active" && (reports.get(id)?.overall ?? "unknown") === wanted);
  }
  const portfolio = await call.store.projects.portfolio(wanted);
  if (portfolio) return sorted.filter((project) => project.portfolio === portfolio.id);
  const programme = (await call.store.projects.programmes()).find(({ key }) => key.toLowerCase() === wanted);
  if (programme) return sorted.filter((project) => project.programme === programme.id);
  const matching = (fits: (text: string) => boolean) =>
    sorted.filter(({ key, name, foreignId, department }) => [key, name, foreignId ?? "", department ?? ""].some(fits));
  const start = inWords(wanted);
  const begun = start === " " ? [] : matching((text) => inWords(text).includes(start));
  return begun.length > 0 ? begun : matching((text) => text.toLowerCase().includes(wanted));
}

/** What begins a word is what was meant: "UC" is no part of "Production". */
const inWords = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()}`;

function isColour(wanted: string): boolean {
  return ["red", "amber/red", "amber", "amber/green", "green", "unknown"].includes(wanted);
}

function turning(words: string, from: number, count: number): readonly Button[] {
  const to = (label: string, at: number): Button => ({ label, action: "project.page", value: JSON.stringify({ words, from: at }) });
  return [
    ...(from > 0 ? [to("Back", Math.max(0, from - pageSize))] : []),
    ...(from + pageSize < count ? [to("More", from + pageSize)] : []),
  ];
}
