import { check, type Problems, textOf } from "../../core/entry.ts";
import type { Answers, Values } from "../../core/fields.ts";
import { readSteps } from "../../core/next-steps.ts";
import type { Rating } from "../../core/rag.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Confidence, confidences, dimensions, type NextStep, type Report, stillAhead } from "../../core/report.ts";
import type { LocalDate } from "../../core/time.ts";
import { type Extent, reportFields } from "./fields.ts";
import type { Owed } from "./owed.ts";
import { answeredSteps } from "./steps.ts";

/** What a report says, apart from who sent it when. */
export type Content = Pick<Report, "overall" | "dimensions" | "nextSteps" | "promised" | "unchanged"> &
  Partial<Pick<Report, "summary" | "achievements" | "help" | "pathToGreen" | "greenBy" | "complete" | "finish" | "cost" | "confidence">>;

/** The answers as a report, or what is wrong with them by field. */
export function readContent(
  owed: Owed,
  extent: Extent,
  answers: Answers,
): { readonly content: Content; readonly problems?: never } | { readonly problems: Problems } {
  const { values, problems } = check(reportFields(extent), answers, extent.today);
  const steps = readNextSteps(answers["nextSteps"], extent.today);
  const overall = extent.colours.find((colour) => colour === values["overall"]);
  const all = { ...problems, ...(typeof steps === "string" && { nextSteps: steps }) };
  if (overall === undefined || typeof steps === "string" || Object.keys(all).length > 0) return { problems: all };
  const promised = answeredSteps(owed.promised, answers, extent.today);
  return {
    content: {
      ...{ overall, unchanged: 0, promised: [...promised.values()], nextSteps: withMoved(steps, promised, owed) },
      ...(extent.more ? moreOf(values, extent) : keptFrom(owed, overall)),
      ...texts(values, ["summary", "achievements"]),
      ...(overall !== "green" && texts(values, ["pathToGreen", "greenBy"])),
      ...helpOf(values),
    },
  };
}

/** "No change": last time's report again, with what became of its steps. */
export function repeated({ last, promised }: Owed): Content | undefined {
  if (!last) return undefined;
  const { overall, dimensions, summary, pathToGreen, greenBy, complete, finish, cost, confidence } = last;
  return {
    ...{ overall, dimensions, unchanged: last.unchanged + 1, promised: [...promised.values()], nextSteps: stillAhead(last, promised) },
    ...defined({ summary, pathToGreen, greenBy, complete, finish, cost, confidence }),
  };
}

/** Moved steps go on under their new day. The line that the form opened with has the day before, where it was moved again. */
function withMoved(steps: readonly NextStep[], promised: ReadonlyMap<number, NextStep>, { report, promised: before }: Owed) {
  const moved = [...promised].flatMap(([i, { text, due, outcome, movedTo }]) => {
    if (outcome !== "moved" || movedTo === undefined) return [];
    const opened = before.get(i)?.movedTo ?? report?.promised.find((each) => each.text === text && each.due === due)?.movedTo;
    return [{ text, due: movedTo, opened }];
  });
  const dayOf = (step: NextStep) => moved.find(({ text, opened }) => text === step.text && opened === step.due)?.due ?? step.due;
  const kept = steps.map((step) => ({ ...step, ...defined({ due: dayOf(step) }) }));
  return [...kept, ...moved.filter(({ text }) => !steps.some((step) => step.text === text)).map(({ text, due }) => ({ text, due }))];
}

function readNextSteps(answer: string | undefined, today: LocalDate): readonly NextStep[] | string {
  try {
    return readSteps(answer ?? "", today);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Forecasts stand until somebody changes them; the dimensions only as long as the colour above them does. */
function keptFrom({ report, last }: Owed, overall: Rating): Pick<Content, "dimensions" | "complete" | "finish" | "cost" | "confidence"> {
  const from = report ?? last;
  if (!from) return { dimensions: {} };
  const { complete, finish, cost, confidence } = from;
  return { dimensions: from.overall === overall ? from.dimensions : {}, ...defined({ complete, finish, cost, confidence }) };
}

function moreOf(values: Values, { colours }: Extent): Pick<Content, "dimensions" | "complete" | "finish" | "cost" | "confidence"> {
  const rated = dimensions.flatMap((dimension) => {
    const rag = colours.find((colour) => colour === values[dimension]);
    const comment = textOf(values, `${dimension}Comment`);
    return rag === undefined ? [] : [[dimension, { rag, ...(comment !== undefined && { comment }) }] as const];
  });
  const complete = values["complete"];
  const confidence = confidences.find((each): each is Confidence => each === values["confidence"]);
  return {
    dimensions: Object.fromEntries(rated),
    ...(typeof complete === "number" && { complete }),
    ...(confidence && { confidence }),
    ...texts(values, ["finish"]),
    ...defined({ cost: textOf(values, "forecastCost") }),
  };
}

function helpOf(values: Values): Pick<Content, "help"> {
  const [ask, from, by] = [textOf(values, "helpAsk"), textOf(values, "helpFrom"), textOf(values, "helpBy")];
  return ask === undefined ? {} : { help: { ask, ...defined({ from, by }) } };
}

function texts<K extends string>(values: Values, names: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = textOf(values, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends Readonly<Record<string, unknown>>>(values: T): Defined<T> {
  const kept: Defined<T> = {};
  for (const name in values) {
    const value = values[name];
    if (isThere(value)) kept[name] = value;
  }
  return kept;
}

const isThere = <T>(value: T): value is Exclude<T, undefined> => value !== undefined;
