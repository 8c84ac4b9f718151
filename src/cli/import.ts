import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { figure } from "../core/phrases.ts";
import { refuse } from "../core/refusal.ts";
import { type ImportResult, importFile } from "../features/import/index.ts";
import { atDesk, print } from "./offline.ts";

const options = {
  portfolio: { type: "string" },
  map: { type: "string" },
  "dry-run": { type: "boolean" },
  verbose: { type: "boolean" },
  "skip-bad": { type: "boolean" },
  move: { type: "boolean" },
  "as-of": { type: "string" },
  actor: { type: "string" },
} as const;

/** `drumbeat import KIND FILE.csv`: 1 when nothing was written because something is wrong. */
export async function importCsv(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [kind, file] = positionals;
  if (!kind || !file) refuse("Say what and from where: drumbeat import projects projects.csv --portfolio IT");
  const result = await atDesk((desk) =>
    importFile(desk, {
      kind,
      text: read(file),
      name: basename(file),
      ...(values.portfolio && { portfolio: values.portfolio }),
      ...(values.map && { map: read(values.map) }),
      ...(values["as-of"] && { asOf: values["as-of"] }),
      ...(values.actor && { actor: values.actor }),
      dryRun: values["dry-run"] ?? false,
      skipBad: values["skip-bad"] ?? false,
      move: values.move ?? false,
    }),
  );
  print(tell(result, values["dry-run"] ?? false, values.verbose ? Number.POSITIVE_INFINITY : shownOfPlan));
  return result.written || (values["dry-run"] && result.problems.length === 0) ? 0 : 1;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    refuse(`There is no file ${file} that can be read.`);
  }
}

const shownOfPlan = 40;

/** The result as lines to print: of a plan the totals first, then the first lines of it. */
export function tell(
  { kind, portfolio, written, counts, plan, problems, notes }: ImportResult,
  dryRun: boolean,
  most = shownOfPlan,
): string {
  const { add, change, same, bad } = counts;
  const steps = plan.filter(({ outcome }) => outcome !== "same").map(({ line, words }) => `  line ${line}: ${words}`);
  const over = steps.length - most;
  const wrong = problems.map(({ line, column, what, fix }) => `  line ${line}${column ? `, ${column}` : ""}: ${sentence(what)} ${fix}`);
  const total = `${portfolio} ${kind}: ${add} to add, ${change} to change, ${same} as they are, ${bad} that cannot be read.`;
  return [
    ...(dryRun ? [total, "The plan:", ...steps.slice(0, most)] : []),
    ...(dryRun && over > 0 ? [`  and ${figure(over)} more; --verbose shows them.`] : []),
    ...notes,
    ...(wrong.length > 0 ? [`${wrong.length} ${wrong.length === 1 ? "problem" : "problems"}:`, ...wrong] : []),
    ...(dryRun ? [] : [total]),
    written
      ? "Written."
      : dryRun
        ? "Nothing was written: a dry run."
        : problems.some(({ line }) => line === 1)
          ? "Nothing was written. What is wrong on line 1 is wrong with the whole file; see how to mend it above."
          : "Nothing was written. Mend the lines above, or leave them out with --skip-bad.",
  ].join("\n");
}

/** What is wrong, ended before the fix begins. */
const sentence = (words: string): string => (/[.!?…]$/.test(words) ? words : `${words}.`);
