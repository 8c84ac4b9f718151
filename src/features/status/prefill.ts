import type { Answers } from "../../core/fields.ts";
import { beginning } from "../../core/letters.ts";
import { amount } from "../../core/money.ts";
import { writeSteps } from "../../core/next-steps.ts";
import { dimensions, type NextStep, type Report, stillAhead } from "../../core/report.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Owed } from "./owed.ts";
import { isDraft } from "./steps.ts";

/** What the form opens with: the draft, else what was answered for this period, else what still holds of the last report. */
export function prefilled(owed: Owed, today: LocalDate): Answers {
  if (isDraft(owed.draft)) return owed.draft ?? {};
  return { ...(owed.report ? asAnswered(owed, owed.report, today) : carried(owed, today)), ...owed.draft };
}

/** The answers behind "More", from the report that is being changed or the one before. */
export function moreAnswers({ report, last }: Owed): Answers {
  const from = report ?? last;
  if (!from) return {};
  return {
    ...Object.fromEntries(
      dimensions.flatMap((each) => [
        [each, from.dimensions[each]?.rag] as const,
        [`${each}Comment`, from.dimensions[each]?.comment] as const,
      ]),
    ),
    complete: from.complete?.toString(),
    finish: from.finish,
    // Withheld and unknown are what a file said: no amount that a PM could give.
    forecastCost: amount(from.cost) === undefined ? undefined : from.cost,
    confidence: from.confidence,
  };
}

/** A draft with answers from behind "More" opens with them. */
export function hasMore(answers: Answers): boolean {
  const names = [...dimensions, ...dimensions.map((each) => `${each}Comment`), "complete", "finish", "forecastCost", "confidence"];
  return names.some((name) => answers[name] !== undefined);
}

function asAnswered({ promised }: Owed, report: Report, today: LocalDate): Answers {
  const said = [...promised].flatMap(([i, step]): [string, string | undefined][] => {
    const before = report.promised.find((each) => each.text === step.text && each.due === step.due);
    return [
      [`step${i}`, before?.outcome],
      [`moved${i}`, before?.movedTo],
    ];
  });
  return {
    ...Object.fromEntries(said),
    overall: report.overall,
    summary: report.summary,
    achievements: report.achievements,
    pathToGreen: report.pathToGreen,
    greenBy: report.greenBy,
    nextSteps: stepsText(report.nextSteps, today),
    helpAsk: report.help?.ask,
    helpFrom: report.help?.from,
    helpBy: report.help?.by,
  };
}

/** Help asked for became an entry and achievements were told, so neither is told again; a day for green that passed is asked anew. */
function carried({ last, promised, colours }: Owed, today: LocalDate): Answers {
  if (!last) return {};
  return {
    overall: colours.find((colour) => colour === last.overall),
    summary: last.summary === undefined ? undefined : beginning(last.summary, 280),
    pathToGreen: last.pathToGreen,
    greenBy: last.greenBy !== undefined && last.greenBy >= today ? last.greenBy : undefined,
    nextSteps: stepsText(stillAhead(last, promised), today),
  };
}

function stepsText(steps: readonly NextStep[], today: LocalDate): string | undefined {
  return steps.length === 0 ? undefined : writeSteps(steps, today);
}
