import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeFeatures } from "../../src/app/table.ts";
import { read } from "../../src/core/entry.ts";
import { features } from "../../src/features/index.ts";
import { records } from "../../src/records/index.ts";
import { openStore } from "../../src/store/index.ts";
import { team } from "../worlds/slack-state.ts";
import { accountOf, channelId } from "../worlds/teams-accounts.ts";
import { isJson } from "../worlds/teams-cards.ts";
import { tenant } from "../worlds/teams-server.ts";
import { asBytes, contentTypes, mutated, oneOf, type Random, random } from "./mutations.ts";
import { type Program, startProgram } from "./program.ts";

const routes = mergeFeatures(features(records));
const recorded = (platform: string): readonly string[] => {
  const folder = new URL(`../${platform}/payloads/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
};

/** What buttons and forms carry, so that a request gets past the first look at it. */
const carried: readonly string[] = [
  "apollo",
  "apollo:2026-11-23",
  "R-1",
  "{}",
  '{"type":"risk","nonce":"n1","shown":["title","owner"]}',
  '{"type":"risk","nonce":"n2","shown":["title"],"id":"x","version":1}',
  '{"project":"apollo"}',
  '{"project":"apollo","period":"2026-11-20"}',
  '["apollo","2026-11-20"]',
];
const words = Object.keys(routes.commands);
const someWords = (next: Random): string =>
  `${oneOf(next, words)} ${oneOf(next, ["", "Vendor may miss UAT #APOLLO p4 i5", "list", "R-1", "#APOLLO", "APOLLO green", "\0", "<@U0DEV> 3/4/27"])}`;

interface Hostile {
  readonly path: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

function asForm(payload: unknown): string {
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(payload ?? {})) form.append(key, typeof value === "string" ? value : JSON.stringify(value));
  return form.toString();
}

/** One of Slack's payloads, with routes that exist, and something wrong with it. */
function fromSlack(program: Program, samples: readonly Record<string, unknown>[], next: Random, i: number): Hostile {
  const text = JSON.stringify(oneOf(next, samples))
    .replaceAll("entry.save", oneOf(next, Object.keys(routes.submits)))
    .replace(/status\.(answer|draft)/g, oneOf(next, Object.keys(routes.presses)))
    .replace('"apollo:2026-11-23"', JSON.stringify(oneOf(next, carried)))
    .replace(/"(trigger_id|event_id|hash|action_ts)":"[^"]*"/g, `"$1":"${i}.1"`)
    .replace("Vendor may miss UAT &amp; training", "Vendor");
  let payload: unknown = JSON.parse(text);
  if (next(4) === 0) payload = { ...(payload as object), text: someWords(next) };
  for (let times = 1 + next(3); times > 0; times--) payload = mutated(payload, next);
  const isEvent = text.includes("event_callback");
  const isCommand = text.includes('"command":');
  const body = isEvent ? JSON.stringify(payload) : isCommand ? asForm(payload) : `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const bytes = asBytes(body, next);
  const type = next(30) === 0 ? oneOf(next, contentTypes) : isEvent ? "application/json" : "application/x-www-form-urlencoded";
  return { path: "/slack/events", body: bytes, headers: { "content-type": type, ...program.sign(bytes) } };
}

function fromTeams(samples: readonly Record<string, unknown>[], token: string, next: Random, i: number): Hostile {
  const text = JSON.stringify(oneOf(next, samples))
    .replaceAll("verbs.log", oneOf(next, [...Object.keys(routes.submits), ...Object.keys(routes.presses)]))
    .replace(/"state":"risk"/, `"state":${JSON.stringify(oneOf(next, carried))}`)
    .replace(/"id":"(f:)?\d+"/, `"id":"${i}"`);
  let activity = JSON.parse(text) as Record<string, unknown>;
  if (next(4) === 0) activity = { ...activity, text: someWords(next) };
  // Most must get past the door to harm anybody: who signs, for whom and from where stay as they are.
  const { serviceUrl, conversation, channelData, channelId: channel } = activity;
  let changed: unknown = activity;
  for (let times = 1 + next(3); times > 0; times--) changed = mutated(changed, next);
  const known = { serviceUrl, channelId: channel, ...(next(2) === 0 ? { conversation, channelData } : {}) };
  const sent = next(8) > 0 && isJson(changed) ? { ...changed, ...known } : changed;
  const bytes = asBytes(JSON.stringify(sent), next);
  const type = next(30) === 0 ? oneOf(next, contentTypes) : "application/json";
  return { path: "/teams/messages", body: bytes, headers: { "content-type": type, authorization: `Bearer ${token}` } };
}

const agent = new Agent({ keepAlive: true, maxSockets: 24 });

/** Bare HTTP: what is sent here, no friendly client would send. */
function statusOf(port: number, { path, body, headers }: Hostile): Promise<number> {
  return new Promise((done, fail) => {
    const sent = request(
      { port, host: "127.0.0.1", path, method: "POST", agent, headers: { ...headers, "content-length": body.length } },
      (response) => {
        response.resume();
        response.once("end", () => done(response.statusCode ?? 0));
      },
    );
    sent.once("error", fail);
    sent.end(body);
  });
}

async function poured(port: number, count: number, make: (i: number) => Hostile): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  let i = 0;
  const pour = async () => {
    while (i < count) {
      const status = await statusOf(port, make(i++));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 24 }, pour));
  return statuses;
}

let program: Program;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program.end());

test("10,000 fuzzed bodies, signed as the chats sign theirs, never end the process, and change nothing that they should not", async () => {
  const { port } = program;
  const slackSamples = recorded("slack").map((text) => {
    const here = text.replaceAll("https://hooks.slack.com/", new URL("/response/", program.slack.apiUrl).href);
    return JSON.parse(here) as Record<string, unknown>;
  });
  const ada = accountOf("ada");
  const teamsSamples = recorded("teams").map((text) => {
    const here = text
      .replaceAll("https://smba.trafficmanager.net/emea/", program.teams.serviceUrl)
      .replaceAll("https://contoso-my.sharepoint.com/", `${program.teams.url}/upload/`)
      .replaceAll('"t1"', JSON.stringify(tenant))
      .replaceAll("aad-ada", ada.aad)
      .replaceAll("29:1ada", ada.mri)
      .replaceAll('"a:ada"', JSON.stringify(`a:${ada.aad}`))
      .replaceAll("19:apollo@thread.tacv2", channelId("apollo"));
    return (JSON.parse(here) as { activity: Record<string, unknown> }).activity;
  });
  const token = await program.teams.issuer.sign({ serviceurl: program.teams.serviceUrl });

  const ofSlack = random(20_261_123);
  const ofTeams = random(42);
  const slack = await poured(port, 5_000, (i) => fromSlack(program, slackSamples, ofSlack, i));
  const teams = await poured(port, 5_000, (i) => fromTeams(teamsSamples, token, ofTeams, i));

  expect([200, 400, 401, 403, 413]).toEqual(expect.arrayContaining([...slack.keys()]));
  expect([200, 400, 401, 403, 413, 501]).toEqual(expect.arrayContaining([...teams.keys()]));
  // Most came through the door, or nothing was tried.
  for (const statuses of [slack, teams]) expect(statuses.get(200)).toBeGreaterThan(2_000);
  expect(program.alive()).toBe(true);
  expect(program.noise()).toBe("");
  // What was wrong was told to whoever asked: nothing failed inside.
  const failures = program.logged.filter(({ msg }) =>
    /^a request (failed|of Teams failed|from Slack failed|could not be answered)/.test(msg),
  );
  expect(failures).toEqual([]);

  const good = new URLSearchParams({
    command: "/risk",
    text: "Still at work #APOLLO p4 i5",
    user_id: "U0BEN",
    team_id: team,
    channel_id: "C0APOLLO",
    trigger_id: "good",
  });
  const body = Buffer.from(good.toString());
  const headers = { "content-type": "application/x-www-form-urlencoded", ...program.sign(body) };
  expect(await statusOf(port, { path: "/slack/events", body, headers })).toBe(200);

  await program.end();
  const store = await openStore({ url: program.databaseUrl });
  const entries = await store.entries.find({});
  expect(entries.map(({ values }) => values["title"])).toContain("Still at work");
  for (const entry of entries) {
    const type = records.find(({ key }) => key === entry.type);
    expect(type && read(type, entry).misfit, JSON.stringify(entry)).toBeUndefined();
    expect(await store.projects.get(entry.project, "2026-11-23")).toBeDefined();
    expect(await store.people.get(entry.author)).toBeDefined();
    expect((await store.entries.history(entry.id)).map(({ version }) => version)).toEqual(
      Array.from({ length: entry.version }, (_, i) => i + 1),
    );
  }
  await store.close();
}, 600_000);
