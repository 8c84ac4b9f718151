import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { drumbeat, root } from "./run.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const scripts = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> }).scripts;
const said = [...readme.matchAll(/npx drumbeat ([^`\n]+)/g)].map(([, words = ""]) =>
  words.replace(/,? (says|prints|is|with) .*$/, "").trim(),
);

const folder = mkdtempSync(join(tmpdir(), "drumbeat-readme-"));
const env = { DATABASE_URL: `sqlite:${join(folder, "readme.db")}`, ADMIN_EMAILS: "ada@example.com", ZONE: "Europe/London" };
const files: Readonly<Record<string, string>> = {
  "people.csv": "name,email\nBen Okafor,ben@example.com\n",
  "projects.csv": "key,name,pm\nAPOLLO,ERP replacement,ben@example.com\n",
  "map.json": '{"columns":{"project":"Project","date":"As of","overall":"RAG"}}',
  "history.csv": "Project,As of,RAG\nAPOLLO,2026-11-20,Amber\n",
  "risks.csv": "title,project,probability,impact\nVendor may miss UAT,APOLLO,4,5\n",
};

/** What README leaves to its reader. */
const filledIn: Readonly<Record<string, string>> = {
  FILE: "all.backup",
  EMAIL: "ben@example.com",
  "sqlite:drumbeat.db": env.DATABASE_URL,
  "postgres://drumbeat:PASSWORD@localhost/drumbeat": `sqlite:${join(folder, "moved.db")}`,
};

describe("every command that README shows is run", () => {
  beforeAll(() => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });

  test.each(said)("npx drumbeat %s", async (words) => {
    const args = words.split(" ").map((word) => filledIn[word] ?? word);
    const into = args[0] === "restore" ? { DATABASE_URL: `sqlite:${join(folder, "restored.db")}` } : {};
    if (args[0] === "manifests") args.push("--out", folder);
    const { code, out, err } = await drumbeat(args, folder, { ...env, ...into });
    expect(err).toBe("");
    expect(out).not.toBe("");
    expect(args[0] === "doctor" ? [0, 1] : [0]).toContain(code);
  });

  test("what a folder of its own gets can be zipped for Teams as README says", () => {
    expect(readdirSync(join(folder, "manifests", "teams")).sort()).toEqual(["color.png", "manifest.json", "outline.png"]);
  });

  test("there are enough of them", () => expect(said.length).toBeGreaterThan(6));

  test.each([...readme.matchAll(/npm (?:run )?(demo|test|start|run \w+)\b/g)].map(([, name = ""]) => name.replace("run ", "")))(
    "npm %s is a script of package.json",
    (name) => expect(scripts).toHaveProperty(name),
  );
});

test("every slash command that README shows is one that the bot knows", async () => {
  const shown = [...readme.matchAll(/^\/(\w+) .*$/gm)].map(([line]) => line);
  expect(shown.length).toBeGreaterThan(2);
  for (const line of shown) {
    const { out } = await drumbeat(["say", line.replaceAll(/owner:@\w+/g, ""), "--as", "ada@example.com"], folder, env);
    expect(out).not.toContain("I do not know");
  }
});
