#!/usr/bin/env node
import { inspect } from "node:util";
import { ConfigProblems } from "../config.ts";
import { Refusal } from "../core/refusal.ts";
import { whyUnusable } from "../store/database/unusable.ts";
import { type CliCommand, commands } from "./commands.ts";
import { misused, overview, usage } from "./usage.ts";

// `drumbeat digest | head` closes the pipe early: that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [first = "help", ...others] = process.argv.slice(2);
const about = first === "help" && others[0] !== undefined; // drumbeat help import
const [name, rest] = about ? [others[0] ?? "", ["--help"]] : [first, others];
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command) process.exitCode = await call(name, command, rest).catch(explain);
else {
  const asked = ["help", "--help", "-h"].includes(name);
  process[asked ? "stdout" : "stderr"].write(`${asked ? "" : `There is no command ${name}.\n\n`}${overview(commands)}`);
  process.exitCode = asked ? 0 : 2;
}

async function call(called: string, command: CliCommand, args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage(called, command));
    return 0;
  }
  const wrong = misused(command, args);
  if (wrong === undefined) return command.run(args);
  process.stderr.write(`${wrong}\n\n${usage(called, command)}`);
  return 2;
}

/** What somebody can put right is said in words; anything else keeps its stack and cause, for a report of the mistake. */
function explain(error: unknown): number {
  const words = error instanceof ConfigProblems || error instanceof Refusal ? error.message : (notListening(error) ?? notFinished(error));
  process.stderr.write(`${words ?? inspect(error)}\n`);
  return words === undefined ? 1 : 2;
}

/** A disk that fills up or a database that goes away while a command is at work. */
function notFinished(error: unknown): string | undefined {
  const why = whyUnusable(error);
  return why && `This could not be finished: ${why}`;
}

function notListening(error: unknown): string | undefined {
  if (!(error instanceof Error && "syscall" in error && error.syscall === "listen")) return undefined;
  return `The program cannot listen for requests: ${error.message}. Stop what uses that address, or set another HOST or PORT.`;
}
