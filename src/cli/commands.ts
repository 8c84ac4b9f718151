import { records } from "../records/index.ts";

/** What somebody may type after `drumbeat`, and what `--help` says of it. */
export interface CliCommand {
  readonly about: string;
  /** Without which nothing can be done, in order; what each may be, or the only words for it. */
  readonly takes?: Readonly<Record<string, string | readonly string[]>>;
  /** What any further words do; without it there may be none. */
  readonly more?: string;
  readonly options?: Readonly<Record<string, Option>>;
  readonly example: string;
  run(args: readonly string[]): Promise<number>;
}

interface Option {
  readonly about: string;
  readonly value?: string; // absent: the option stands alone
  readonly required?: true;
}

const registers = records.map(({ names }) => names.many.toLowerCase());
const as = { about: "who speaks; they get what they may see", value: "EMAIL", required: true } as const;
const portfolio = { about: "the portfolio, by its key", value: "KEY" } as const;

/** Each command is loaded only when it is called. */
export const commands: Readonly<Record<string, CliCommand>> = {
  serve: {
    about: "run the bot with what the settings configure",
    example: "drumbeat serve",
    run: async (args) => (await import("./serve.ts")).serve(args),
  },
  healthy: {
    about: "tell, by its exit code, whether the running program answers",
    example: "drumbeat healthy",
    run: async (args) => (await import("./healthy.ts")).healthy(args),
  },
  demo: {
    about: "play a reporting cycle in the terminal, on a real portfolio",
    example: "drumbeat demo",
    run: async (args) => (await import("./demo.ts")).demo(args),
  },
  doctor: {
    about: "check settings, tokens, database, clock, people and channels",
    example: "drumbeat doctor",
    run: async (args) => (await import("./doctor.ts")).doctor(args),
  },
  import: {
    about: "import projects, people, statuses or a register from a file",
    takes: { KIND: ["projects", "people", "statuses", ...registers], "FILE.csv": "comma, semicolon or tab; UTF-8" },
    options: {
      portfolio: { ...portfolio, about: "the portfolio, by its key; made where it is not there yet" },
      map: { about: "says how foreign headers are called; maps/ has examples", value: "FILE.json" },
      "as-of": { about: "dates a file that has no dates of its own", value: "DATE" },
      actor: { about: "on whose behalf it is imported", value: "EMAIL" },
      "dry-run": { about: "shows the plan and writes nothing" },
      verbose: { about: "shows every line of the plan, however long" },
      "skip-bad": { about: "leaves out the lines with problems, imports the rest" },
      move: { about: "takes projects over from the portfolio that they are in" },
    },
    example: "drumbeat import statuses history.csv --portfolio IT --map map.json --dry-run",
    run: async (args) => (await import("./import.ts")).importCsv(args),
  },
  digest: {
    about: "print the digest of a portfolio without posting it",
    options: {
      portfolio: { ...portfolio, required: true },
      "as-of": { about: "the day it speaks of; today without it", value: "DATE" },
      since: { about: "the day it compares with; the digest before without it", value: "DATE" },
      format: { about: "text, json, slack or teams", value: "FORMAT" },
    },
    example: "drumbeat digest --portfolio IT --as-of 2026-11-27 --format json",
    run: async (args) => (await import("./digest.ts")).digest(args),
  },
  export: {
    about: "print a register as CSV",
    takes: { KIND: registers },
    more: "narrows it, as after /risk list: overdue, mine, '#APOLLO'",
    options: { as },
    example: "drumbeat export risks --as ada@example.com > risks.csv",
    run: async (args) => (await import("./say.ts")).exportCsv(args),
  },
  say: {
    about: "speak as somebody, in the terminal",
    takes: { '"WORDS"': "what they type in chat" },
    more: "is put together with it",
    options: { as },
    example: 'drumbeat say "/risk list" --as ada@example.com',
    run: async (args) => (await import("./say.ts")).sayOnce(args),
  },
  backup: {
    about: "write everything into one file, while the bot runs",
    takes: { FILE: "a new file" },
    example: "drumbeat backup drumbeat-2026-11-23.backup",
    run: async (args) => (await import("./backup.ts")).backup(args),
  },
  restore: {
    about: "bring a backup back, into an empty database, while the bot is stopped",
    takes: { FILE: "what drumbeat backup wrote" },
    options: { replace: { about: "replaces a database file that is not empty; it is kept beside as .replaced" } },
    example: "drumbeat restore drumbeat-2026-11-23.backup",
    run: async (args) => (await import("./restore.ts")).restore(args),
  },
  verify: {
    about: "check that what is kept is what was written",
    options: {
      head: { about: "as an earlier run printed it: tells a chain that was cut short", value: "LINKS:HASH" },
      adopt: { about: "takes on the record what an older version wrote beside this one" },
    },
    example: "drumbeat verify --head 412:Qx7vT0",
    run: async (args) => (await import("./verify.ts")).verify(args),
  },
  person: {
    about: "print all that is held on somebody, as JSON",
    takes: { EMAIL: "their address" },
    example: "drumbeat person ben@example.com > ben.json",
    run: async (args) => (await import("./person.ts")).person(args),
  },
  erase: {
    about: "destroy who somebody is; what they did stays, under nobody's name",
    takes: { EMAIL: "their address" },
    options: { yes: { about: "says that it is meant: it cannot be undone" } },
    example: "drumbeat erase ben@example.com --yes",
    run: async (args) => (await import("./erase.ts")).erase(args),
  },
  outbox: {
    about: "what could not be sent, and what is late; sends it again",
    more: "resend ID, resend all, or drop ID; alone it shows what there is",
    example: "drumbeat outbox resend all",
    run: async (args) => (await import("./outbox.ts")).outbox(args),
  },
  workspaces: {
    about: "list the Slack workspaces that installed the app, or take it back",
    more: "remove ID: gives its tokens back and forgets them; forget ID: where the key is lost",
    example: "drumbeat workspaces remove T0123ABCD",
    run: async (args) => (await import("./workspaces.ts")).workspaces(args),
  },
  key: {
    about: "print a new key for TOKEN_KEY",
    example: "drumbeat key",
    run: async (args) => (await import("./key.ts")).key(args),
  },
  migrate: {
    about: "bring the database to this version",
    example: "drumbeat migrate",
    run: async (args) => (await import("./migrate.ts")).migrate(args),
  },
  move: {
    about: "carry everything over into another, empty database; stop the program first",
    takes: { FROM: "sqlite:FILE or postgres://…", TO: "the same, empty" },
    example: "drumbeat move sqlite:drumbeat.db postgres://drumbeat@localhost/drumbeat",
    run: async (args) => (await import("./move.ts")).move(args),
  },
  manifests: {
    about: "write the app manifests into manifests/, and what else is derived",
    options: {
      url: { about: "the public address, for Slack over HTTP and for Teams", value: "URL" },
      prefix: { about: "before every slash command", value: "WORD" },
      "app-id": { about: "of the Teams app", value: "ID" },
      out: { about: "another folder to write into", value: "FOLDER" },
    },
    example: "drumbeat manifests --url https://drumbeat.example.com",
    run: async (args) => (await import("./manifests.ts")).manifests(args),
  },
};
