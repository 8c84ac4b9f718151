import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createLog } from "../src/log.ts";
import { type Program, startProgram } from "./hostile/program.ts";
import { cast } from "./worlds/cast.ts";
import { slackSpeaker } from "./worlds/slack-speaker.ts";
import { httpWire } from "./worlds/slack-wire.ts";
import { accountOf, channelId } from "./worlds/teams-accounts.ts";
import { createHand } from "./worlds/teams-hand.ts";
import { appPassword } from "./worlds/teams-server.ts";
import type { Speaker } from "./worlds/world.ts";

/** What nobody but its readers may see: in the log it would lie around in clear text for months. */
const canary = {
  title: "canary-title-7f3a",
  cause: "canary-cause-7f3a",
  refused: "canary-refused-7f3a",
  failing: "canary-failing-7f3a",
  summary: "canary-summary-7f3a",
  teams: "canary-teams-7f3a",
  cell: "canary-cell-7f3a",
};
const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";

let program: Program;
let onSlack: Speaker;
let onTeams: Speaker;
beforeAll(async () => {
  program = await startProgram({ LOG_LEVEL: "debug" });
  const { slack, teams, port } = program;
  const ben = slack.state.accounts.get("U0BEN") ?? expect.fail();
  const wire = httpWire(
    () => `http://127.0.0.1:${port}/slack/events`,
    signingSecret,
    () => new Date(),
  );
  const [channel, commands] = [(name: string) => `C0${name.toUpperCase()}`, new Set(["pmo", "risk", "status"])];
  onSlack = slackSpeaker(ben, { server: slack, wire: () => wire, channelId: channel, commands, beat: async () => {} });
  onTeams = createHand({
    server: teams,
    account: accountOf("ben"),
    zone: () => cast.ben.zone,
    channelId,
    send: (activity) => teams.send(port, activity),
    settled: async () => {},
  });
});
afterAll(() => program.end());

/** Does something, and waits until the program has answered it. */
async function does(act: () => Promise<unknown>): Promise<void> {
  const answered = () => program.logged.filter(({ msg }) => msg === "answered a request").length;
  const before = answered();
  await act();
  await vi.waitFor(() => expect(answered()).toBeGreaterThan(before), { timeout: 20_000 });
  await program.slack.quiet();
}

const logged = (): string => JSON.stringify(program.logged) + program.noise();

test("nothing that people wrote, no address, token or secret comes into the log, whatever fails", async () => {
  const { slack, teams, databaseUrl } = program;
  await does(() => onSlack.says("/risk", { channel: "apollo" }));
  await vi.waitFor(() => expect(onSlack.form()).toContain("Log a risk"));
  await does(() => onSlack.submits({ Title: canary.title, Probability: "4", Impact: "5" }));
  await does(() => onSlack.says(`/risk edit R-1 cause:${canary.cause}`));
  await does(() => onSlack.says(`/risk ${canary.refused} #NOSUCH`));
  await does(() => onSlack.says("status #APOLLO"));
  await vi.waitFor(() => expect(onSlack.form()).toContain("APOLLO status"));
  await does(() => onSlack.submits({ Overall: "green", Summary: canary.summary }));
  await does(() => onTeams.says(`risk ${canary.teams} #APOLLO p4 i5`));

  // The platforms fail, and give back in their answers what they were sent, with the token.
  for (const failure of [{ status: 500 }, "invalid_blocks", "drop", { status: 503 }] as const) {
    for (const method of ["chat.postMessage", "chat.postEphemeral", "views.open"]) slack.failNext(method, failure);
    await does(() => onSlack.says("risk R-1"));
    await does(() => onSlack.says("/risk", { channel: "apollo" }));
    teams.fails(/activities/, 500);
    await does(() => onTeams.says("risk R-1"));
  }

  // The database fails, and quotes in its error what was to be written.
  const file = new Sqlite(databaseUrl.replace("sqlite:", ""));
  const kept = JSON.stringify(file.prepare("select body from versions union all select body from reports").all());
  expect([canary.title, canary.cause, canary.summary, canary.teams].filter((each) => !kept.includes(each))).toEqual([]);
  file.exec(`create trigger canary before insert on versions begin select raise(abort, 'no room for "${canary.failing}"'); end`);
  file.close();
  await does(() => onSlack.says(`/risk ${canary.failing} #APOLLO p4 i5`));
  await does(() => onTeams.says(`risk ${canary.failing} #APOLLO p4 i5`));
  expect(program.logged.filter(({ msg }) => msg === "a request failed")).toHaveLength(2);

  const lines = logged();
  expect(program.logged.filter(({ level }) => level >= 40).length).toBeGreaterThan(2);
  const secrets = [
    slack.state.botToken,
    slack.state.appToken,
    signingSecret,
    appPassword,
    ...Object.values(cast).map(({ email }) => email),
  ];
  expect([...Object.values(canary), ...secrets].filter((each) => lines.includes(each))).toEqual([]);
  expect(lines).not.toMatch(/canary-|eyJ[\w-]+\./); // nor a signed token of Microsoft
});

test("an error is told by its kind and place, without what it quotes or carries", () => {
  const lines: string[] = [];
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const quoting = Object.assign(new Error(`duplicate key: Key (email)=(${canary.cell}) exists, "${canary.cell}" and “${canary.cell}”`), {
    code: "23505",
    detail: canary.cell,
    parameters: [canary.cell],
    request: { headers: { authorization: canary.cell } },
  });
  const cutOff = new Error(`Unexpected token in "${canary.cell}\n    at ${canary.cell}`, { cause: quoting });
  log.error({ err: new AggregateError([cutOff, canary.cell], `could not "${canary.cell}"`) }, "it failed");
  log.error({ err: canary.cell }, "it failed");
  expect(lines.join("")).not.toContain(canary.cell);
  expect(JSON.parse(lines[0] ?? "{}").err).toMatchObject({
    type: "AggregateError",
    message: "could not …",
    stack: expect.stringContaining("canary.test.ts"),
    causes: [{ type: "Error", causes: [{ code: "23505", message: "duplicate key: Key … exists, … and …" }] }, { type: "string" }],
  });
});
