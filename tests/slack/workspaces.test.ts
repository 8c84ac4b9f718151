import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removed } from "../../src/ports/installations.ts";
import { type Several, several } from "./several.ts";

let at: Several;
afterEach(() => at.stop());

const begin = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  at = await several(env);
};
const posts = () => at.server.calls.filter(({ method }) => method === "chat.postMessage").map(({ args, team }) => [args["channel"], team]);
const ben = () => at.bot().store.people.byEmail("ben@example.com");

/** Both workspaces have the app, and Ben has spoken in both. */
async function both(): Promise<void> {
  await begin();
  await at.install("T0CAST");
  await at.install("T0WEST");
  for (const [team, user] of [
    ["T0CAST", "U0BEN"],
    ["T0WEST", "UWBEN"],
    ["T0WEST", "UWCHLOE"],
  ] as const) {
    await at.command(team, user, "pmo projects");
    await at.settle();
  }
}

describe("two workspaces of one organisation", () => {
  beforeEach(both);

  test("each is answered and written to by its own bot", async () => {
    expect(at.reads(at.server.west, "DWCHLOE")).toContain("Hello *Chloe Marsh*");
    expect(posts()).toContainEqual(["UWCHLOE", "T0WEST"]);
    expect(posts()).toContainEqual(["U0BEN", "T0CAST"]);
    expect(posts()).not.toContainEqual(["UWCHLOE", "T0CAST"]);
    await at.turnTo("2026-11-23T14:01:00Z");
    expect(at.reads(at.server.west, "DWCHLOE")).toContain("Status please");
    expect(JSON.stringify(await at.command("T0WEST", "UWCHLOE", "risk Portal is late #VEGA p2 i2"))).toContain("R-1 logged on VEGA");
    const undo = { type: "button", action_id: "x", block_id: "b", value: "", action_ts: "1.1" };
    const press = { type: "block_actions", team: { id: "T0WEST" }, user: { id: "UWCHLOE", team_id: "T0WEST" }, actions: [undo] };
    expect((await at.post(new URLSearchParams({ payload: JSON.stringify(press) }).toString(), "form")).status).toBe(200);
  });

  test("one person with an account in both is one person, and is answered where they spoke", async () => {
    const identities = (await ben())?.identities.map(({ workspace, user }) => `${workspace} ${user}`);
    expect(identities?.sort()).toEqual(["T0CAST U0BEN", "T0WEST UWBEN"]);
    expect(at.reads(at.server.west, "DWBEN")).toContain("I know you now");
    expect(JSON.stringify(await at.command("T0WEST", "UWBEN", "pmo privacy"))).toContain('your account on Slack"');
    await at.turnTo("2026-11-23T09:01:00Z");
    const asked = [at.reads(at.server.state, "D0BEN"), at.reads(at.server.west, "DWBEN")].filter((each) => each.includes("Status please"));
    expect(asked).toHaveLength(1);
  });

  test("an admin joins two whose addresses differ, though the mention is of the other workspace", async () => {
    const account = { id: "UWCB", name: "Chloe Marsh-Byrne", email: "byrne@example.com", zone: "Europe/London", team: "T0WEST" };
    at.server.west.accounts.set("UWCB", account);
    await at.command("T0WEST", "UWCB", "pmo projects");
    await at.settle();
    const ada = async (text: string) => JSON.stringify(await at.command("T0CAST", "U0ADA", text));
    await ada("pmo people");
    await at.settle();
    expect(await ada("pmo link chloe@example.com and <@UWCB>")).toContain("Both have an account on slack: make sure they are one person.");
  });

  test("somebody of the other workspace is no stranger in a channel that both share; a third organisation's is", async () => {
    at.server.state.conversations.get("C0APOLLO")?.members.add("UWCHLOE");
    const says = (user: string, team: string) =>
      at.event("T0CAST", {
        type: "app_mention",
        user,
        user_team: team,
        team,
        text: "<@U0DRUMBEAT> pmo project VEGA",
        ts: "1.1",
        channel: "C0APOLLO",
      });
    await says("UWCHLOE", "T0WEST");
    await at.settle();
    expect(at.reads(at.server.state, "C0APOLLO")).toContain("Supplier portal");
    await says("UXHUGO", "T0VENDOR");
    await at.settle();
    const hugo = await at.bot().store.people.byIdentity({ platform: "slack", workspace: "T0VENDOR", id: "UXHUGO" });
    expect(hugo?.identities[0]?.outside).toBe(true);
  });

  test("taken out of one, its people are cut off with the reason, what waits goes elsewhere, and installing it again heals", async () => {
    at.server.apps.uninstall("T0CAST");
    for (const type of ["tokens_revoked", "app_uninstalled"])
      expect((await at.event("T0CAST", { type, tokens: { bot: ["U0DRUMBEAT"] } })).status).toBe(200);
    await expect.poll(() => at.bot().store.installations.all()).toMatchObject([{ workspace: "T0WEST" }]);
    const why = async () =>
      Object.fromEntries((await ben())?.identities.map(({ workspace, unreachable }) => [workspace, unreachable]) ?? []);
    expect(await why()).toEqual({ T0CAST: removed, T0WEST: undefined });
    await at.turnTo("2026-11-23T09:01:00Z");
    expect(at.reads(at.server.west, "DWBEN")).toContain("Status please");
    expect(at.logged.join("\n")).toContain("/slack/install puts it back");
    expect((await at.bot().store.changes("workspace:T0CAST")).map(({ what, from, to }) => [what, from, to])).toEqual([
      ["installed", undefined, "CAST"],
      ["installed", "CAST", undefined],
    ]);
    await at.install("T0CAST");
    expect(await why()).toEqual({ T0CAST: undefined, T0WEST: undefined });
    await at.command("T0CAST", "U0BEN", "pmo projects");
    expect(posts().at(-1)).toEqual(["UWBEN", "T0WEST"]);
  });

  test("an event of yesterday's removal takes nothing from what was installed since", async () => {
    at.server.apps.uninstall("T0CAST");
    await at.install("T0CAST");
    await at.event("T0CAST", { type: "app_uninstalled" });
    await at.server.quiet();
    expect(await at.bot().store.installations.all()).toHaveLength(2);
  });

  test("a removal that nobody told of is found by the first message, and whoever can help hears of it", async () => {
    at.server.apps.uninstall("T0WEST");
    await at.turnTo("2026-11-23T14:01:00Z");
    expect(await at.bot().store.installations.all()).toMatchObject([{ workspace: "T0CAST" }]);
    const chloe = (await at.bot().store.outbox.list({ keyStart: "prompt:", limit: 50 })).filter(({ state }) => state === "unreachable");
    expect(chloe.map(({ error }) => error)).toEqual([`slack: ${removed}`]);
    expect(at.reads(at.server.state, "D0ADA")).toContain("Chloe Marsh* could not be reached");
  });

  test("another program on the same database serves both without being told", async () => {
    const other = await at.another();
    const body = new URLSearchParams({
      command: "/pmo",
      text: "project VEGA",
      user_id: "UWCHLOE",
      team_id: "T0WEST",
      channel_id: "DWCHLOE",
      trigger_id: "9.9",
      response_url: at.server.responseUrl("DWCHLOE", "UWCHLOE"),
    });
    expect(await (await at.post(body.toString(), "form", other)).text()).toContain("Supplier portal");
  });
});

describe("a workspace that is not on the list", () => {
  const user = { id: "UXEVE", team_id: "T0EVIL" };
  const team = { id: "T0EVIL" };
  const common = { team, user, trigger_id: "7.7", api_app_id: "A0DRUMBEAT" };
  const view = { id: "V1", callback_id: "x", private_metadata: '{"action":"setup","opener":{"channel":"C1","direct":false},"kept":{}}\n' };
  const pressed = { type: "button", action_id: "people.merge", block_id: "b", value: "x", action_ts: "1.1" };
  const said = { type: "message", channel_type: "im", user: "UXEVE", text: "pmo projects", ts: "1.2", channel: "DXEVE" };
  const payloads: Readonly<Record<string, object>> = {
    "a press": { type: "block_actions", ...common, actions: [pressed] },
    "a form": { type: "view_submission", ...common, view: { ...view, app_installed_team_id: "T0EVIL" } },
    "a form of ours handed in from there": { type: "view_submission", ...common, view },
    "a shortcut": { type: "message_action", ...common, callback_id: "log_risk", channel: { id: "C1" }, message: { ts: "1.1", text: "x" } },
    "a search": { type: "block_suggestion", ...common, action_id: "lookup.project", block_id: "b", value: "a" },
    "a direct message": { type: "event_callback", event_id: "Ev91", team_id: "T0EVIL", event: said },
    "a message that claims to be ours": {
      type: "event_callback",
      event_id: "Ev92",
      team_id: "T0CAST",
      authorizations: [{ team_id: "T0EVIL" }],
      event: said,
    },
    "a changed account": {
      type: "event_callback",
      event_id: "Ev93",
      team_id: "T0EVIL",
      event: { type: "user_change", user: { id: "U0BEN", team_id: "T0EVIL" } },
    },
    "a removal": { type: "event_callback", event_id: "Ev94", team_id: "T0EVIL", event: { type: "app_uninstalled" } },
    "a shared channel": {
      type: "event_callback",
      event_id: "Ev95",
      team_id: "T0EVIL",
      event: { type: "channel_shared", channel: "C0APOLLO" },
    },
  };
  const counts = async () => [(await at.bot().store.people.all()).length, (await at.bot().store.outbox.list({ limit: 100 })).length];

  test("over HTTP gets 403 for every kind of request, and leaves nothing behind", async () => {
    await begin();
    await at.install("T0CAST");
    const before = await counts();
    for (const [what, payload] of Object.entries(payloads)) {
      const isEvent = "event" in payload;
      const json = JSON.stringify(payload);
      const { status } = await at.post(isEvent ? json : new URLSearchParams({ payload: json }).toString(), isEvent ? "json" : "form");
      expect([what, status]).toEqual([what, 403]);
    }
    expect(await at.command("T0EVIL", "UXEVE", "pmo projects")).toEqual({ status: 403 });
    expect(await counts()).toEqual(before);
    expect(await at.bot().store.installations.all()).toHaveLength(1);
  });

  test("in Socket Mode is acknowledged without an answer, and leaves nothing behind", async () => {
    await begin({ SLACK_SIGNING_SECRET: "", SLACK_APP_TOKEN: "xapp-test" });
    await at.install("T0CAST");
    const before = await counts();
    for (const payload of Object.values(payloads))
      expect(await at.server.push("event" in payload ? "events_api" : "interactive", payload)).toBeOneOf([undefined, { options: [] }]);
    const command = { command: "/pmo", text: "projects", user_id: "UXEVE", team_id: "T0EVIL", channel_id: "DXEVE", trigger_id: "1.1" };
    expect(await at.server.push("slash_commands", command)).toBeUndefined();
    expect(await counts()).toEqual(before);
  });

  test("that was on it once is heard no more, and its tokens are not used", async () => {
    await both();
    await at.restart({ SLACK_WORKSPACES: "T0CAST" });
    expect(await at.command("T0WEST", "UWCHLOE", "pmo projects")).toEqual({ status: 403 });
    const before = posts().length;
    await at.turnTo("2026-11-23T14:01:00Z");
    expect(
      posts()
        .slice(before)
        .map(([, team]) => team),
    ).not.toContain("T0WEST");
  });
});

test("a bot token's workspace needs no list, and stands beside those that install the app", async () => {
  await begin({ SLACK_WORKSPACES: "T0WEST", SLACK_BOT_TOKEN: "xoxb-test" });
  await at.install("T0WEST");
  await at.command("T0CAST", "U0BEN", "pmo projects");
  await at.command("T0WEST", "UWCHLOE", "pmo projects");
  await at.settle();
  expect(posts()).toEqual(
    expect.arrayContaining([
      ["U0BEN", "T0CAST"],
      ["UWCHLOE", "T0WEST"],
    ]),
  );
});
