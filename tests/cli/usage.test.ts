import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  ["import projects", "FILE.csv is missing"],
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
