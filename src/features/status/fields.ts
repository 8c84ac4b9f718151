import type { Field, Fields, Values } from "../../core/fields.ts";
import { stepLine } from "../../core/next-steps.ts";
import { capital } from "../../core/phrases.ts";
import { always, amount, choice, date, line, number, paragraph, person } from "../../core/questions.ts";
import { type Colour, label, meaning, scales } from "../../core/rag.ts";
import { confidences, dimensions, type NextStep } from "../../core/report.ts";
import { type LocalDate, shortDate } from "../../core/time.ts";
import { outcomes } from "./steps.ts";

/** What a report is asked with. `more` adds what most weeks do not need. */
export interface Extent {
  readonly colours: readonly Colour[];
  readonly promised: ReadonlyMap<number, NextStep>;
  readonly today: LocalDate;
  readonly currency: string;
  readonly more: boolean;
}

export function reportFields(extent: Extent): Fields {
  const { colours, more } = extent;
  return {
    overall: choice("Overall", Object.fromEntries(colours.map((colour) => [colour, `${label(colour)}: ${meaning[colour]}`])), {
      required: always,
    }),
    summary: line("Summary", 280, { required: always, hint: "What leadership should know, in one or two sentences" }),
    ...promisedFields(extent),
    achievements: paragraph("What changed", 1500),
    pathToGreen: line("Path to green", 500, { hint: "What brings it back. Needed unless green", required: notGreen }),
    greenBy: greenBy(extent.today),
    nextSteps: paragraph("Next steps", 1300, { hint: 'One per line, its day at the end: "Sign UAT script, 20 Nov"' }),
    helpAsk: line("Help needed", 300, { hint: "What you ask for. It becomes a decision or an action" }),
    helpFrom: person("Help from whom", { hint: "Needed when you ask for help", required: asksForHelp }),
    helpBy: date("Help by when", { hint: "Needed when you ask for help", required: asksForHelp, clash: notPast("helpBy", extent.today) }),
    ...(more ? moreFields(extent) : {}),
  };
}

/** Whatever a report can be asked, when nothing is known of the project any more. */
export function everyQuestion(today: LocalDate): Fields {
  const promised = new Map(Array.from({ length: 20 }, (_, i) => [i, { text: `step ${i + 1}` }]));
  return reportFields({ colours: scales.five, promised, today, currency: "", more: true });
}

/** Until a colour is given nothing is needed: otherwise a form would mark as needed what a green report leaves empty. */
const notGreen = ({ overall }: Values): boolean => overall !== undefined && overall !== "green";

const asksForHelp = ({ helpAsk }: Values): boolean => helpAsk !== undefined;

function greenBy(today: LocalDate): Field {
  const clash = (values: Values) => (notGreen(values) ? notPast("greenBy", today)(values) : undefined);
  return date("Green by", { hint: "Needed unless green", required: notGreen, clash });
}

const notPast =
  (name: string, today: LocalDate) =>
  (values: Values): string | undefined => {
    const day = values[name];
    return typeof day === "string" && day < today ? `${shortDate(day, today)} has passed. Give a day that is still to come.` : undefined;
  };

/** What became of each step that was promised: said here or before on the card. */
function promisedFields({ promised, today }: Extent): Fields {
  const fields = [...promised].flatMap(([i, step]): [string, Field][] => [
    [`step${i}`, choice(`Promised: ${stepLine(step, today)}`.slice(0, 150), outcomes, { required: always })],
    [
      `moved${i}`,
      date("Moved to", {
        hint: "Only if it was moved",
        required: (values) => values[`step${i}`] === "moved",
        clash: (values) => (values[`step${i}`] === "moved" ? notPast(`moved${i}`, today)(values) : undefined),
      }),
    ],
  ]);
  return Object.fromEntries(fields);
}

function moreFields({ colours, currency }: Extent): Fields {
  const options = Object.fromEntries(colours.map((colour) => [colour, label(colour)]));
  const each = dimensions.flatMap((dimension): [string, Field][] => {
    const name = capital(dimension);
    return [
      [dimension, choice(name, options)],
      [`${dimension}Comment`, line(`${name} comment`, 200)],
    ];
  });
  return {
    ...Object.fromEntries(each),
    complete: number("% complete", 0, 100, { unit: "%" }),
    finish: date("Forecast finish"),
    forecastCost: amount("Forecast cost", { hint: currency }),
    confidence: choice("Confidence in the forecasts", Object.fromEntries(confidences.map((each) => [each, capital(each)]))),
  };
}
