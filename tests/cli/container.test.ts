import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { settings } from "../../src/settings.ts";
import { freePort } from "../worlds/free-port.ts";
import { type PostgresServer, startPostgres } from "../worlds/postgres.ts";
import { startSlackServer } from "../worlds/slack-server.ts";

// No image is built here, for that takes an engine. Each line of the Dockerfile is done by hand instead: the same files are
// copied, the same commands leave out what only development needs, and the same program starts with the same settings.
const root = resolve(import.meta.dirname, "../..");
const lines = readFileSync(join(root, "Dockerfile"), "utf8").split("\n");
const stages = lines.reduce<string[][]>((all, line) => {
  if (line.startsWith("FROM ")) all.push([]);
  all.at(-1)?.push(line);
  return all;
}, []);
const [build = [], run = []] = stages;
const said = (stage: readonly string[], word: string) =>
  stage.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));

const Service = z.looseObject({
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
});
const compose = z
  .looseObject({ services: z.record(z.string(), Service) })
  .parse(parse(readFileSync(join(root, "compose.yaml"), "utf8"), { merge: true }));

const image = mkdtempSync(join(tmpdir(), "image-"));
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
  await server.make("drumbeat");
  for (const copied of said(build, "COPY")) {
    const paths = copied.split(" ").slice(0, -1);
    for (const path of paths) cpSync(join(root, path), join(image, path), { recursive: true });
  }
  mkdirSync(join(image, "node_modules")); // npm ci would bring the same again
  const packages = readdirSync(join(root, "node_modules")).filter((name) => name !== ".cache");
  execFileSync("cp", ["-al", ...packages.map((name) => join(root, "node_modules", name)), join(image, "node_modules")]);
  const [, prune = ""] = said(build, "RUN").at(-1)?.split(" && ") ?? [];
  execFileSync(join(image, "node_modules/.bin/rolldown"), ["-c"], { cwd: image, stdio: "inherit" });
  execFileSync("sh", ["-c", `${prune} --ignore-scripts --offline`], { cwd: image, stdio: "ignore" });
  for (const path of ["data", "maps"]) cpSync(join(root, path), join(image, path), { recursive: true });
}, 120_000);
afterAll(() => server.stop());

test("what only development needs is left out, and no setting of anybody is taken in", () => {
  expect(() => execFileSync("ls", [join(image, "node_modules/vitest")], { stdio: "ignore" })).toThrow();
  const taken = readFileSync(join(root, ".dockerignore"), "utf8").trim().split("\n");
  expect(taken[0]).toBe("**");
  const copied = said(build, "COPY").concat(said(run, "COPY").filter((each) => !each.startsWith("--from")));
  const paths = copied.flatMap((each) => each.split(" ").slice(0, -1));
  expect(taken.slice(1).sort()).toEqual(paths.map((path) => `!${path}`).sort());
  const secret = Object.entries(settings).filter(([, setting]) => "secret" in setting);
  expect(secret.length).toBeGreaterThan(2);
  for (const [name] of secret) expect(lines.join("\n")).not.toContain(name);
  expect(said(run, "USER")).toEqual(["node"]);
});

test("two instances start from it as an ordinary user, share one Postgres, are healthy, and end in good order", async () => {
  const slack = await startSlackServer(() => new Date());
  const [fixed = ""] = said(run, "ENV");
  const env = Object.fromEntries(fixed.split(" ").map((pair) => pair.split("=")));
  const [start = "[]"] = said(run, "CMD");
  const [watch = "[]"] = said(run, "HEALTHCHECK").map((line) => line.replace(/^.* CMD /, ""));
  const command = (json: string) => z.array(z.string()).parse(JSON.parse(json));
  const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  for (let folder = image; folder.length > 1; folder = resolve(folder, "..")) {
    try {
      execFileSync("test", ["-x", folder], ordinary);
    } catch {
      chmodSync(folder, 0o755);
    }
  }
  const instances: ChildProcess[] = [];
  for (const name of ["drumbeat-1", "drumbeat-2"]) {
    const { environment = {}, depends_on = {} } = compose.services[name] ?? {};
    expect(depends_on["postgres"]?.condition).toBe("service_healthy");
    expect(environment["DATABASE_URL"]).toMatch(/^postgres:\/\/drumbeat:\$\{POSTGRES_PASSWORD:\?.+\}@postgres\/drumbeat$/);
    const settled = { ...env, ...environment, DATABASE_URL: server.urlOf("drumbeat"), PORT: String(await freePort()), HOST: "127.0.0.1" };
    const tokens = { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.state.botToken, SLACK_APP_TOKEN: slack.state.appToken };
    const options = { cwd: image, env: { PATH: process.env["PATH"], ...settled, ...tokens }, ...ordinary };
    const [program = "", ...args] = command(start);
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
    instances.push(child);
    for await (const data of child.stdout) if (String(data).includes("Drumbeat is running")) break;
    const [checker = "", ...checked] = command(watch);
    expect(String(execFileSync(checker, checked, options))).toBe("healthy\n");
  }
  for (const child of instances) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  }
  await slack.stop();
});
