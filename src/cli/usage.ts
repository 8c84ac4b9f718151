import { parseArgs } from "node:util";
import { nearest } from "../verbs/reach.ts";
import type { CliCommand } from "./commands.ts";

/** Every command in a line, with what it cannot do without. */
export function overview(commands: Readonly<Record<string, CliCommand>>): string {
  const rows = Object.entries(commands).map(([name, command]) => [synopsis(name, command), command.about] as const);
  return `drumbeat COMMAND\n\n${table(rows)}\n\ndrumbeat COMMAND --help says more.\n`;
}

/** One command in full. */
export function usage(name: string, command: CliCommand): string {
  const { about, takes = {}, more, options = {}, example } = command;
  const words = Object.entries(takes).map(([name, what]) => [name, inWords(what)] as const);
  const flags = Object.entries(options).map(([flag, { value, about: does }]) => [`--${flag}${value ? ` ${value}` : ""}`, does] as const);
  const optional = Object.values(options).some(({ required }) => !required);
  return [
    `drumbeat ${synopsis(name, command)}${optional ? " [OPTIONS]" : ""}: ${about}`,
    ...[[...words, ...(more === undefined ? [] : [["…", more] as const])], flags].filter((rows) => rows.length > 0).map(table),
    `For example: ${example}\n`,
  ].join("\n\n");
}

/** What is wrong with how a command was called, or nothing. */
export function misused({ takes = {}, more, options = {} }: CliCommand, args: readonly string[]): string | undefined {
  const known = Object.fromEntries(
    Object.entries(options).map(([flag, { value }]) => [flag, { type: value ? "string" : "boolean" } as const] as const),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
    const taken = Object.entries(takes);
    for (const [at, [name, what]] of taken.entries()) {
      const typed = positionals[at];
      if (typed === undefined) return `${name} is missing: ${inWords(what)}.`;
      if (typeof what !== "string" && !what.includes(typed)) return noSuch(name, typed, what);
    }
    const surplus = positionals[taken.length];
    if (surplus !== undefined && more === undefined) return `“${surplus}” is not understood here.`;
    const absent = Object.entries(options).find(([flag, { required }]) => required && values[flag] === undefined);
    return absent && `--${absent[0]} ${absent[1].value ?? ""} is missing: ${absent[1].about}.`;
  } catch (error) {
    // The rest of what Node says is how to pass a value that looks like an option.
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
      return `${error.message.split(/\. |\n/)[0]?.replace(/\.$/, "")}.`;
    throw error;
  }
}

const inWords = (what: string | readonly string[]): string => (typeof what === "string" ? what : what.join(", "));

function noSuch(name: string, typed: string, known: readonly string[]): string {
  const [near] = nearest(typed, known);
  return `${name} cannot be “${typed}”.${near === undefined ? "" : ` Did you mean ${near}?`} It is one of: ${inWords(known)}.`;
}

function synopsis(name: string, { takes = {}, options = {} }: CliCommand): string {
  const required = Object.entries(options).flatMap(([flag, { value, required: must }]) => (must ? [`--${flag} ${value ?? ""}`] : []));
  return [name, ...Object.keys(takes), ...required].join(" ");
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
