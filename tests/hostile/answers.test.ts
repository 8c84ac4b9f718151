import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { say } from "../../src/chat/message.ts";
import { responder } from "../../src/slack/respond.ts";
import { command, type Rig, rig } from "../slack/rig.ts";

/** Somebody else's server, and what it got to read. */
let elsewhere: Server;
let address: string;
let read: string[];
let answer: { readonly status: number; readonly location?: string };
beforeEach(async () => {
  read = [];
  answer = { status: 200 };
  elsewhere = createServer((request, response) => {
    read.push(request.url ?? "");
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location }).end("no");
  });
  await new Promise<void>((done) => elsewhere.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  elsewhere.closeAllConnections();
  await new Promise((done) => elsewhere.close(done));
});

describe("an answer goes through response_url to Slack alone", () => {
  test.each([
    "https://hooks.slack.com.evil.example/commands/1",
    "https://hooks.slack.com@evil.example/",
    "https://evil.example/https://hooks.slack.com/",
    "https://hooks.slack.com:8443/commands/1",
    "http://hooks.slack.com/commands/1",
    "https://slack.com/commands/1",
    "https://evilhooks.slack.com/",
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://[::ffff:169.254.169.254]/",
    "file:///etc/passwd",
    "data:text/plain,x",
    "not an address",
    "",
  ])("%j is not called", async (url) => {
    await expect(responder(undefined)(url, {})).rejects.toThrow("the response_url is not one of Slack's");
    await expect(responder("https://slack-gov.com/api/")(url, {})).rejects.toThrow("the response_url is not one of Slack's");
  });

  test("nor is wherever it points on to", async () => {
    answer = { status: 307, location: "/further" };
    await expect(responder(`${address}api/`)(`${address}response/1`, {})).rejects.toThrow();
    expect(read).toEqual(["/response/1"]);
  });

  test("what the settings say is Slack is called, and what it refuses is an error", async () => {
    await responder(`${address}api/`)(`${address}response/1`, {});
    answer = { status: 404 };
    await expect(responder(`${address}api/`)(`${address}response/1`, {})).rejects.toThrow("response_url answered 404 no");
  });
});

describe("in the program", () => {
  let at: Rig;
  beforeEach(async () => {
    at = await rig({ http: true });
    at.answer = () => ({ kind: "message", to: "me", message: say("R-1 logged, in confidence") });
  });
  afterEach(() => at.stop());
  const user = { id: "U0BEN", name: "ben", team_id: "T0CAST" };
  const told = () => JSON.stringify([...at.server.state.conversations.values()].map(({ messages }) => messages));

  test("a button that names another place is answered by the way that is left", async () => {
    await at.wire.interactive({
      type: "block_actions",
      user,
      team: { id: "T0CAST" },
      channel: { id: "C0APOLLO", name: "apollo" },
      message: { ts: "1.1", text: "x" },
      response_url: address,
      actions: [{ type: "button", block_id: "b", action_id: "x~1", value: "", action_ts: "1.1" }],
    });
    await at.server.quiet();
    expect(told()).toContain("in confidence");
    expect(read).toEqual([]);
  });

  test("so is a form whose metadata was forged", async () => {
    at.answer = () => ({ kind: "message", to: "here", message: say("R-1 logged, in confidence") });
    const opener = { channel: "C0ALONE", direct: false, respond: address };
    const view = {
      id: "V1",
      type: "modal",
      callback_id: "drumbeat",
      hash: "1.1",
      private_metadata: `${JSON.stringify({ action: "entry.log", opener, kept: {} })}\n{}`,
      state: { values: {} },
    };
    await at.wire.interactive({ type: "view_submission", user, team: { id: "T0CAST" }, view });
    await at.server.quiet();
    expect(told()).toContain("in confidence");
    expect(read).toEqual([]);
  });

  test("a command is answered in its own response, whatever it names", async () => {
    const body = new URLSearchParams({ ...command(at), response_url: address }).toString();
    expect((await at.post(body, at.sign(body))).status).toBe(200);
    await at.server.quiet();
    expect(read).toEqual([]);
  });
});
