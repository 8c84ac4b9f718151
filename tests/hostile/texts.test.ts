import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isStorable, legible } from "../../src/core/letters.ts";
import { from } from "../teams/rig.ts";
import { cast } from "../worlds/cast.ts";
import { team } from "../worlds/slack-state.ts";
import { accountOf } from "../worlds/teams-accounts.ts";
import { tenant } from "../worlds/teams-server.ts";
import { aliveOnSlack, aliveOnTeams } from "./alive.ts";
import { formType, type House, jsonType, openHouse } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
  const { people } = house.world.bot().store;
  for (const name of ["ada", "ben"] as const) {
    const person = await people.byEmail(cast[name].email);
    if (person) await people.identify(person.id, { platform: "teams", workspace: tenant, user: accountOf(name).aad, outside: false });
  }
});
afterAll(() => house.stop());

const user = { id: "U0ADA", name: "ada", team_id: team };
const common = { user, team: { id: team, domain: "cast" } };
const entities = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

async function answered(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch(house.world.address(path), { method: "POST", body, headers });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  await house.world.server.quiet();
  return text.startsWith("{") ? JSON.parse(text) : text;
}
const onSlack = (body: string, type: string) => answered("/slack/events", body, { "content-type": type, ...house.sign(body) });
const interactive = (payload: object) => onSlack(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), formType);
const onTeams = async (more: object) =>
  answered("/teams/messages", JSON.stringify(from(house.teams, { id: randomUUID(), ...more })), await house.bearer());

const slash = (words: string) => {
  const [command = "", ...rest] = words.split(" ");
  const fields = {
    command: `/${command}`,
    text: entities(rest.join(" ")),
    user_id: user.id,
    team_id: team,
    channel_id: "D0ADA",
    trigger_id: house.world.server.state.trigger(user.id),
  };
  return onSlack(new URLSearchParams(fields).toString(), formType);
};
const state = () => JSON.stringify({ type: "risk", nonce: randomUUID(), shown: ["title", "source"] });
const typed = (value: string) => ({ answer: { type: "plain_text_input", value } });

/** Every way in which somebody writes a risk; what came back. */
const ways: Readonly<Record<string, (title: string, source?: string) => Promise<unknown>>> = {
  "Slack's slash command": (title) => slash(`risk ${title} #ORION`),
  "a direct message on Slack": (title) => {
    const event = {
      type: "message",
      channel_type: "im",
      user: user.id,
      team,
      text: `risk ${entities(title)} #ORION`,
      ts: "1.1",
      channel: "D0ADA",
    };
    return onSlack(JSON.stringify({ type: "event_callback", team_id: team, event_id: randomUUID(), event }), jsonType);
  },
  "Slack's form": (title, source = "") =>
    interactive({
      type: "view_submission",
      ...common,
      view: {
        id: randomUUID(),
        hash: "1.1",
        type: "modal",
        callback_id: "drumbeat",
        private_metadata: `${JSON.stringify({ action: "entry.log", opener: { channel: "D0ADA", direct: true }, kept: {} })}\n${state()}`,
        state: {
          values: {
            "title@1": typed(title),
            "source@1": typed(source),
            "project@1": { "lookup.project": { type: "external_select", selected_option: { value: "orion" } } },
          },
        },
      },
    }),
  "a line to the bot on Teams": (title) => onTeams({ type: "message", text: `risk ${title} #ORION` }),
  "the form on Teams": (title, source = "") => {
    const drumbeat = { kind: "submit", action: "entry.log", state: state(), drawn: randomUUID() };
    const data = { drumbeat, answer_title: title, answer_source: source, answer_project: "orion" };
    return onTeams({ type: "invoke", name: "task/submit", value: { data } });
  },
};

const stored = () => house.world.bot().store.entries.find({ type: "risk" });
const newest = async () => (await stored()).toSorted((a, b) => a.number - b.number).at(-1);
/** All that anybody was told, wherever it came. */
const told = (answer: unknown) =>
  JSON.stringify([
    answer,
    house.world.server.calls.slice(-4),
    [...house.world.server.state.conversations.values()].map(({ messages }) => messages.slice(-2)),
    house.teams.posted.slice(-2),
    [...house.world.server.state.views.values()].slice(-1),
  ]);

const survive: readonly string[] = [
  "👩‍👩‍👧‍👦 a family, 🏳️‍🌈 a flag, 1️⃣ 🇬🇧",
  "שלום עולם – مرحبا بالعالم",
  "\u202eturned\u202c around",
  "e\u0301 Å 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{10ffff}",
  "*bold* _evil_ ~no~ `code`",
  "<!channel> <!here|x> <https://evil.example|click>",
  "&lt;!channel&gt; &amp;amp; &#42;",
  "[click](https://evil.example) ![x](https://evil.example/x.png) <at>Evil</at>",
  "https://evil.example/a_b?c=1&d=<e> and www.evil.example",
  "# heading",
  "- item | cell",
  "{{DATE(2026-11-23T09:00:00Z,SHORT)}}",
  "=cmd|' /C calc'!A0",
  "'; drop table entries; --",
  "\\u0000 \\ud83d %00 $(x) \\",
  "__proto__ constructor",
];

describe.each(Object.keys(ways))("through %s", (way) => {
  const write = ways[way] ?? (() => Promise.reject(new Error(way)));

  test.each(survive)("%j is kept to the byte", async (title) => {
    await write(title);
    await expect.poll(async () => (await newest())?.values["title"]).toBe(title);
  });

  test.each([
    ["a NUL", "Vendor\0 late and long enough to be quoted in an answer"],
    ["a NUL in few words", "Vendor\0"],
    ["half a character", "Vendor \ud83d late"],
    ["the other half", "\udc69 Vendor"],
  ])("%s is refused, and what was written given back with a sign where it is", async (what, title) => {
    // A form's encoding cannot carry half a character: Slack's client sends the sign for it, which is kept.
    if (way === "Slack's slash command" && !what.includes("NUL")) return;
    const before = await stored();
    const answer = await write(title);
    await expect.poll(() => told(answer)).toContain(legible(title));
    expect(told(answer)).toContain("cannot be kept");
    expect(isStorable(JSON.parse(told(answer)))).toBe(true);
    expect(await stored()).toEqual(before);
  });

  test.each([3_000, 3_001, 40_000])("%i characters are kept whole, or their number is named", async (length) => {
    const long = "Vendor 👩‍👩‍👧‍👦 late".padEnd(length, ".");
    const before = await stored();
    const answer = await write(long, long.slice(0, 3_100));
    await expect
      .poll(() => told(answer))
      .toMatch(/too long: \d+ characters|That is \d+ characters|Only the first \d+ of \d+|What you wrote is too long/);
    expect(await stored()).toEqual(before);
  });

  if (!/form/.test(way)) return;
  test("2,900 characters fit where there is room for them", async () => {
    const source = "Vendor 👩‍👩‍👧‍👦\nlate. ".repeat(200).slice(0, 2_900).trim();
    await write("Vendor late", source);
    expect((await newest())?.values["source"]).toBe(source);
  });
});

describe("what people wrote never comes alive", () => {
  const asked = ["risk list #ORION", "pmo project ORION", "status #ORION", "pmo help", "risk nothing*such_"];

  test("where it is answered, listed, shown and told, on both chats", async () => {
    const nasty = survive.join(" ").slice(0, 190);
    await ways["Slack's form"]?.(nasty, survive.join("\n"));
    for (const title of survive) await ways["Slack's form"]?.(title.slice(0, 190), title);
    const numbers = (await stored()).map(({ number }) => `R-${number}`);
    for (const words of [...asked, ...numbers.slice(-18), `R-${numbers.length} history`, `risk ${nasty}`]) {
      const [here, there] = [await slash(words.startsWith("R-") ? `pmo ${words}` : words), await onTeams({ type: "message", text: words })];
      expect(aliveOnSlack(here), words).toEqual([]);
      expect(aliveOnTeams(there), words).toEqual([]);
    }
    for (const { args } of house.world.server.calls) expect(aliveOnSlack(args)).toEqual([]);
    for (const { messages } of house.world.server.state.conversations.values()) expect(aliveOnSlack(messages)).toEqual([]);
    for (const { view } of house.world.server.state.views.values()) expect(aliveOnSlack(view)).toEqual([]);
    expect(house.teams.posted.length).toBeGreaterThan(20);
    for (const { activity } of house.teams.posted) expect(aliveOnTeams(activity)).toEqual([]);
    // Something was looked at.
    expect(JSON.stringify(house.teams.posted)).toContain("evil.example");
    expect(JSON.stringify(house.world.server.calls)).toContain("evil.example");
  });
});
