import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { say } from "../../src/chat/message.ts";
import { command, type Rig, rig } from "./rig.ts";

let at: Rig;
beforeEach(async () => {
  at = await rig({ http: true });
  at.answer = () => ({ kind: "message", to: "me", message: say("R-1 logged") });
});
afterEach(() => at.stop());

const typed = () => new URLSearchParams(command(at)).toString();

test("a signed command is answered in the response itself", async () => {
  const body = typed();
  const response = await at.post(body, at.sign(body));
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ response_type: "ephemeral", text: "R-1 logged" });
  expect(at.server.calls.map(({ method }) => method)).toEqual(["auth.test"]);
});

describe("what does not come from Slack is refused", () => {
  test.each([-301, 301])("%i seconds off", async (off) => {
    const body = typed();
    expect((await at.post(body, at.sign(body, off))).status).toBe(401);
    expect(at.heard).toEqual([]);
  });

  test.each([-300, 300])("%i seconds off is taken", async (off) => {
    const body = typed();
    expect((await at.post(body, at.sign(body, off))).status).toBe(200);
  });

  test("unsigned, signed wrongly, signed for another body, or with a timestamp that is none", async () => {
    const body = typed();
    const signed = at.sign(body);
    const other = { ...signed, "x-slack-signature": `v0=${"0".repeat(64)}` };
    for (const headers of [
      {},
      other,
      at.sign("text=other"),
      { ...signed, "x-slack-request-timestamp": "soon" },
      { ...signed, "x-slack-signature": "v1=x" },
      { ...signed, "x-slack-signature": "" },
    ])
      expect((await at.post(body, headers)).status).toBe(401);
    expect((await at.post("ssl_check=1&command=/risk")).status).toBe(401);
    expect(at.heard).toEqual([]);
  });
});

describe("a signed body that is no payload is refused, and the program lives", () => {
  test.each([
    ["null", "application/json"],
    ["5", "application/json"],
    ['"x"', "application/json"],
    ["[]", "application/json"],
    ["{}", "application/json"],
    ["not json", "application/json"],
    ['{"type":"event_callback","event":null}', "application/json"],
    ["payload=null", "application/x-www-form-urlencoded"],
    ["payload=%7B", "application/x-www-form-urlencoded"],
    ["payload=[]", "application/x-www-form-urlencoded"],
    ["", "application/x-www-form-urlencoded"],
  ])("%s as %s", async (body, type) => {
    const response = await at.post(body, at.sign(body), type);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    const good = typed();
    expect((await at.post(good, at.sign(good))).status).toBe(200);
  });

  test("a body that breaks off is no error of ours", async () => {
    const { url } = await at.post("", {});
    const leaving = new AbortController();
    const body = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from("text=")) });
    const sent = fetch(url, { method: "POST", body, duplex: "half", signal: leaving.signal }).catch(() => "gone");
    await expect.poll(() => at.open()).toBe(1);
    leaving.abort();
    expect(await sent).toBe("gone");
    await expect.poll(() => at.open()).toBe(0);
    expect(at.errors).toEqual([]);
  });

  test("what is not posted", async () => {
    const response = await at.post("", at.sign(""));
    expect((await fetch(response.url)).status).toBe(405);
  });
});

test("Slack's check of the address is answered", async () => {
  const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1a", token: "t" });
  expect(await (await at.post(body, at.sign(body), "application/json")).json()).toEqual({ challenge: "3eZbrw1a" });
});

test("Slack's check of the certificate is answered, and nobody's wish", async () => {
  const body = "ssl_check=1&token=t";
  expect((await at.post(body, at.sign(body))).status).toBe(200);
  expect(at.heard).toEqual([]);
});

test("a payload whose parts are missing is acknowledged and not heard", async () => {
  expect(
    await at.wire.interactive({
      type: "block_actions",
      user: { id: "U0BEN" },
      team: { id: "T0CAST" },
      actions: [{ action_id: "x", block_id: "b" }],
    }),
  ).toBeUndefined();
  expect(at.heard).toEqual([]);
});

test("a repeated event keeps its id, so that the store can tell", async () => {
  const event = { type: "message", channel_type: "im", user: "U0BEN", text: "risk x", ts: "1.2", channel: "D0BEN" };
  const body = JSON.stringify({ type: "event_callback", team_id: "T0CAST", event_id: "Ev1", event });
  for (const retry of ["0", "1"]) await at.post(body, { ...at.sign(body), "x-slack-retry-num": retry }, "application/json");
  expect(at.heard.map(({ id }) => id)).toEqual(["Ev1", "Ev1"]);
});

test("the one path that it answers on", () => {
  expect(at.adapter.ready()).toBe(true);
  expect(Object.keys(at.adapter.paths)).toEqual(["/slack/events"]);
});
