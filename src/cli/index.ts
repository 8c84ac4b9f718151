#!/usr/bin/env node
import { ConfigProblems } from "../config.ts";
import { Refusal } from "../core/refusal.ts";

interface CliCommand {
  readonly about: string;
  run(args: readonly string[]): Promise<number>;
}

/** Each command is loaded only when it is called. */
const commands: Readonly<Record<string, CliCommand>> = {
  serve: { about: "run the bot with what the settings configure", run: async (args) => (await import("./serve.ts")).serve(args) },
  demo: {
    about: "play a reporting cycle in the terminal, on a real portfolio",
    run: async (args) => (await import("./demo.ts")).demo(args),
  },
  doctor: {
    about: "check settings, tokens, database, clock, people and channels",
    run: async (args) => (await import("./doctor.ts")).doctor(args),
  },
  import: {
    about: "import KIND FILE.csv: projects, people, statuses or a register",
    run: async (args) => (await import("./import.ts")).importCsv(args),
  },
  digest: { about: "print the digest of a portfolio without posting it", run: async (args) => (await import("./digest.ts")).digest(args) },
  export: { about: "export KIND: a register as CSV", run: async (args) => (await import("./say.ts")).exportCsv(args) },
  say: {
    about: 'say "/risk …" --as EMAIL: speak as somebody, in the terminal',
    run: async (args) => (await import("./say.ts")).sayOnce(args),
  },
  migrate: { about: "bring the database to this version", run: async (args) => (await import("./migrate.ts")).migrate(args) },
  manifests: {
    about: "write the app manifests into manifests/ (--url for Slack over HTTP)",
    run: async (args) => (await import("./manifests.ts")).manifests(args),
  },
};

// `drumbeat digest | head` closes the pipe early: that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [name = "help", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command) {
  process.exitCode = await command.run(rest).catch(explain);
} else {
  const width = Math.max(...Object.keys(commands).map((each) => each.length));
  const lines = Object.entries(commands).map(([each, { about }]) => `  ${each.padEnd(width)}  ${about}`);
  process.stdout.write(`drumbeat COMMAND\n\n${lines.join("\n")}\n`);
  process.exitCode = name === "help" || name === "--help" ? 0 : 2;
}

/** What somebody can put right is said in words; anything else keeps its stack, for a report of the mistake. */
function explain(error: unknown): number {
  const ours = error instanceof ConfigProblems || error instanceof Refusal;
  const usage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`${ours || usage ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return ours || usage ? 2 : 1;
}
