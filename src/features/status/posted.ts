import { z } from "zod";
import type { Block, Message } from "../../chat/message.ts";
import { bold, mention, type Text, text } from "../../chat/text.ts";
import { periodWords } from "../../core/cadence.ts";
import { money } from "../../core/money.ts";
import { stepLine } from "../../core/next-steps.ts";
import type { Portfolio, Project } from "../../core/portfolio.ts";
import { label } from "../../core/rag.ts";
import type { Report } from "../../core/report.ts";
import { localDate, longDate, shortDate } from "../../core/time.ts";
import type { Desk, Job } from "../../routes.ts";
import { momentsOf } from "./moments.ts";
import { called, loud, near } from "./wording.ts";

const Posted = z.object({ project: z.string(), period: z.string() });

/** A report in its project's channel, as it reads now. Whether it was late is nobody's business there. */
export const postedJob: Job = async (desk, payload, to) => {
  if ("channel" in to && (await desk.store.projects.at(to))?.shared) return { dropped: "another organisation reads the channel" };
  const { project: id, period } = Posted.parse(payload);
  const today = localDate(desk.now, desk.settings.zone);
  const project = await desk.store.projects.get(id, today);
  const portfolio = project && (await desk.store.projects.portfolio(project.portfolio));
  const report = await desk.store.reports.of(id, period);
  if (!project || !portfolio || !report) return { dropped: "the project or its report is not there any more" };
  return posted(desk, project, portfolio, report);
};

async function posted(desk: Desk, project: Project, portfolio: Portfolio, report: Report): Promise<Message> {
  const { cutOff } = await momentsOf(project, portfolio, report.period);
  const period = periodWords(project.cadence ?? portfolio.cadence, report.period);
  const corrected = report.revision > 1 && report.recordedAt > cutOff;
  const until = corrected
    ? `Corrected ${near(report.recordedAt, desk.now, portfolio.zone)}.`
    : report.recordedAt > cutOff
      ? ""
      : `Can change until ${near(cutOff, desk.now, portfolio.zone)}.`;
  return {
    summary: `${project.key}: ${loud(report.overall)}`,
    blocks: [
      { kind: "text", text: text`${bold(called(project))}: ${bold(loud(report.overall))}, ${period}` },
      ...(await reportBlocks(desk, report)),
      { kind: "small", text: text`${await signed(desk, report)}. ${until}` },
    ],
  };
}

/** What a report says, part by part; what was left empty takes no line. */
export async function reportBlocks(desk: Desk, report: Report): Promise<readonly Block[]> {
  const on = report.effectiveOn;
  const day = (date: string) => shortDate(date, on);
  const facts: (readonly [string, Text])[] = [];
  const add = (name: string, value: Text | undefined) => value !== undefined && facts.push([name, value]);
  add("Changed", report.achievements);
  const steps = report.promised.flatMap((step) =>
    step.outcome === undefined ? [] : [`${step.text}: ${step.outcome}${step.movedTo === undefined ? "" : ` to ${day(step.movedTo)}`}`],
  );
  add("Promised", steps.length === 0 ? undefined : steps.join("\n"));
  add("Next", report.nextSteps.length === 0 ? undefined : report.nextSteps.map((step) => stepLine(step, on)).join("\n"));
  if (report.overall !== "green" && report.pathToGreen !== undefined)
    add("Path to green", `${report.pathToGreen}${report.greenBy === undefined ? "" : `, by ${longDate(report.greenBy)}`}`);
  const rated = Object.entries(report.dimensions).map(
    ([name, { rag, comment }]) => `${name} ${label(rag)}${comment === undefined ? "" : ` (${comment})`}`,
  );
  add("By dimension", rated.length === 0 ? undefined : rated.join(", "));
  const forecast = [
    report.complete === undefined ? undefined : `${report.complete} % complete`,
    report.finish === undefined ? undefined : `finish ${day(report.finish)}`,
    report.cost === undefined ? undefined : `cost ${money(report.cost, await currencyOf(desk, report))}`,
    report.confidence === undefined ? undefined : `confidence ${report.confidence}`,
  ].filter((part) => part !== undefined);
  add("Forecast", forecast.length === 0 ? undefined : forecast.join(", "));
  if (report.help) add("Help needed", await helpLine(desk, report.help, on));
  return [
    ...(report.summary === undefined ? [] : [{ kind: "text", text: report.summary } as const]),
    ...(facts.length === 0 ? [] : [{ kind: "facts", facts } as const]),
  ];
}

async function currencyOf({ store }: Desk, { project: id, effectiveOn }: Report): Promise<string> {
  const project = await store.projects.get(id, effectiveOn);
  return (project && (await store.projects.portfolio(project.portfolio)))?.currency ?? "GBP";
}

async function helpLine({ store, types }: Desk, help: NonNullable<Report["help"]>, on: string): Promise<Text> {
  const from = help.from === undefined ? undefined : await store.people.get(help.from);
  const entry = help.entry === undefined ? undefined : await store.entries.get(help.entry);
  const type = entry && types.find(({ key }) => key === entry.type);
  const by = help.by === undefined ? "" : `, by ${shortDate(help.by, on)}`;
  return text`${help.ask}${from ? text`. From ${mention(from)}` : ""}${by}${entry && type ? ` (${type.prefix}-${entry.number})` : ""}`;
}

/** What a file says of a project is nobody's own word: "imported from history.csv". */
export async function reportedBy(desk: Desk, report: Report): Promise<Text> {
  const [, file] = /^import (.*)$/.exec(report.source) ?? [];
  return file === undefined ? text`by ${await signed(desk, report)}` : `imported from ${file}`;
}

/** "Ines Duarte for Ben Okafor". */
async function signed({ store }: Desk, report: Report): Promise<Text> {
  const author = await store.people.get(report.author);
  const pm = report.onBehalfOf === undefined ? undefined : await store.people.get(report.onBehalfOf);
  const said = report.unchanged > 0 ? `, no change${report.unchanged > 1 ? ` for the ${ordinal(report.unchanged)} time` : ""}` : "";
  return text`${author?.name ?? "Somebody who left"}${pm ? ` for ${pm.name}` : ""}${said}`;
}

const ordinal = (number: number): string => ["first", "second", "third"][number - 1] ?? `${number}th`;
