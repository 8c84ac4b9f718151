import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { drumbeat, root } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "drumbeat-usage-"));
const env = { DATABASE_URL: `sqlite:${join(folder, "usage.db")}`, ADMIN_EMAILS: "ada@example.com" };

test.each(Object.keys(commands))("drumbeat %s --help says its options, and an example that it would take", async (name) => {
  const { code, out, err } = await drumbeat([name, "--help"], folder, env);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  for (const flag of Object.keys(commands[name]?.options ?? {})) expect(out).toContain(`--${flag}`);
  expect(out).toContain(`For example: drumbeat ${name}`);
});

test.each([
  ["export", "KIND is missing: risks, issues, actions, decisions."],
  ["export risks", "--as EMAIL is missing"],
  ["export statuses --as ada@example.com", "KIND cannot be “statuses”. It is one of: risks, issues, actions, decisions."],
  ["export rsks --as ada@example.com", "Did you mean risks?"],
  ["import projects", "FILE.csv is missing"],
  ["import projects.csv projects --portfolio IT", "KIND cannot be “projects.csv”."],
  ["import projects a.csv b.csv --portfolio IT", "“b.csv” is not understood here."],
  ["import projects a.csv --portfolo IT", "Unknown option '--portfolo'"],
  ["digest", "--portfolio KEY is missing"],
  ["serve --port 80", "Unknown option '--port'"],
  ["doctor now", "“now” is not understood here."],
])("drumbeat %s: what is wrong, then how it is used", async (words, wrong) => {
  const { code, out, err } = await drumbeat(words.split(" "), folder, env);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(wrong);
  expect(err).toContain(`drumbeat ${words.split(" ")[0]}`);
  expect(err).toContain("For example: ");
});

test("the list of commands says what each cannot do without", async () => {
  const { code, out } = await drumbeat([], folder, env);
  expect(code).toBe(0);
  expect(out).toContain("export KIND --as EMAIL");
  expect(out).toContain('say "WORDS" --as EMAIL');
  expect(await drumbeat(["exprt"], folder, env)).toMatchObject({ code: 2, out: "", err: expect.stringContaining("no command exprt") });
});

test("drumbeat help and a command say the same as the command with --help", async () => {
  expect(await drumbeat(["help", "import"], folder, env)).toEqual(await drumbeat(["import", "--help"], folder, env));
  expect(await drumbeat(["help", "imprt"], folder, env)).toMatchObject({ code: 2, err: expect.stringContaining("no command imprt") });
});

test("an export is narrowed by the words that narrow a list", async () => {
  const { code, out, err } = await drumbeat(["export", "risks", "overdue", "#NOPE", "--as", "ada@example.com"], folder, env);
  expect({ code, out, err }).toEqual({ code: 2, out: "", err: "There is no project NOPE that you can see.\n" });
});

test.each([
  [["--url", "drumbeat.example.com"], "PUBLIC_URL must be an https address"],
  [["--prefix", "DB-"], "COMMAND_PREFIX must be at most 16 of"],
  [["--out", fileURLToPath(import.meta.url)], "Give a folder that can be written to: --out FOLDER."],
])("drumbeat manifests %j writes nothing that a chat would refuse, and says why", async (args, wrong) => {
  const { code, out, err } = await drumbeat(["manifests", "--out", join(folder, "none"), ...args], folder, env);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(wrong);
  expect(existsSync(join(folder, "none"))).toBe(false);
});

test("a database that cannot be opened, and an address that is taken, are said without a stack", async () => {
  const nowhere = { ...env, DATABASE_URL: `sqlite:${join(folder, "none", "usage.db")}` };
  const { code, err } = await drumbeat(["migrate"], folder, nowhere);
  expect({ code, err }).toEqual({
    code: 2,
    err: `The database ${nowhere.DATABASE_URL} cannot be used: its folder is not there. Make it, or set another file in DATABASE_URL.\n`,
  });
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const taken = { ...env, PORT: String(port), SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
  expect(await drumbeat(["serve"], folder, taken)).toEqual({
    code: 2,
    out: "",
    err: `The program cannot listen for requests: listen EADDRINUSE: address already in use 127.0.0.1:${port}. Stop what uses that address, or set another HOST or PORT.\n`,
  });
  other.close();
});

test("a long plan gives its totals first and as many lines as somebody reads", async () => {
  const file = (path: string) => join(root, path);
  const plan = [
    "import",
    "statuses",
    file("data/gmpp-sample.csv"),
    "--portfolio",
    "GMPP",
    "--map",
    file("maps/gmpp-2013-2022.json"),
    "--dry-run",
  ];
  const { out } = await drumbeat(plan, folder, env);
  const lines = out.split("\n");
  expect(lines[0]).toMatch(/^GMPP statuses: \d+ to add/);
  expect(lines.filter((line) => line.startsWith("  line "))).toHaveLength(40);
  expect(out).toMatch(/ {2}and [\d,]+ more; --verbose shows them\.\n/);
  const whole = (await drumbeat([...plan, "--verbose"], folder, env)).out.split("\n");
  expect(whole.filter((line) => line.startsWith("  line ")).length).toBeGreaterThan(100);
});

test("a file that would take projects from another portfolio stops, and says the two ways out", async () => {
  const file = (path: string) => join(root, path);
  const sample = ["import", "statuses", file("data/gmpp-sample.csv"), "--map", file("maps/gmpp-2013-2022.json"), "--portfolio"];
  expect(await drumbeat([...sample, "GMPP"], folder, env)).toMatchObject({ code: 0 });
  const { code, out } = await drumbeat([...sample, "OFF"], folder, env);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\d+ projects would move from GMPP to OFF, .*Add --move .*or import into the portfolio they are in: --portfolio GMPP\./,
  );
  expect(out).not.toContain("--skip-bad");
  expect(await drumbeat([...sample, "OFF", "--move"], folder, env)).toMatchObject({ code: 0 });
});
