import { refuse } from "./refusal.ts";
import type { NextStep } from "./report.ts";
import { type LocalDate, shortDate } from "./time.ts";
import { parseDate } from "./typed-date.ts";

const mostSteps = 8;
const longestStep = 150;

/** One step per line, its day at the end: "Sign UAT script, 20 Nov". Refuses a day that no calendar has. */
export function readSteps(text: string, today: LocalDate): readonly NextStep[] {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim())
    .filter((line) => line !== "");
  if (lines.length > mostSteps) refuse(`That is ${lines.length} steps; ${mostSteps} at most. Keep the ones that matter most.`);
  return lines.map((line) => readStep(line, today));
}

export function writeSteps(steps: readonly NextStep[], today: LocalDate): string {
  return steps.map((step) => stepLine(step, today)).join("\n");
}

/** "Sign UAT script, 20 Nov"; with the year where the day would be read as another one, as a form hands these words back. */
export function stepLine({ text, due }: NextStep, today: LocalDate): string {
  if (due === undefined) return text;
  const day = shortDate(due, today);
  return `${text}, ${parseDate(day, today) === due ? day : `${shortDate(due)} ${due.slice(0, 4)}`}`;
}

function readStep(line: string, today: LocalDate): NextStep {
  const [, words = line, end = ""] = /^(.*\S)\s*(?:,|;|:|\s-|\s–|\sby)\s+([^,;:]+?)\.?$/i.exec(line) ?? [];
  const due = parseDate(end, today);
  if (due === undefined && meantAsDay(end)) refuse(`"${end}" is not a day of the calendar. Write it as in "Sign UAT script, 20 Nov".`);
  const text = due === undefined ? line : words;
  if (text.length > longestStep) refuse(`"${text.slice(0, 30)}…" has ${text.length} characters; a step has ${longestStep} at most.`);
  return due === undefined ? { text } : { text, due };
}

/** A number beside a month, or three numbers: nobody ends a step so who does not mean its day. */
function meantAsDay(words: string): boolean {
  return (
    /^\d{1,2}(st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/i.test(words) || /^\d+([-/.])\d+\1\d+$/.test(words)
  );
}
