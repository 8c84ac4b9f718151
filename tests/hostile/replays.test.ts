import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isBlock, listOf } from "../worlds/slack-rules.ts";
import { botUser, team } from "../worlds/slack-state.ts";
import { accountOf } from "../worlds/teams-accounts.ts";
import { appId, tenant } from "../worlds/teams-server.ts";
import { type Program, startProgram } from "./program.ts";

let program: Program;
beforeAll(async () => {
  program = await startProgram();
});
afterAll(() => program.end());

interface Sent {
  readonly path: "/slack/events" | "/teams/messages";
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const user = { id: "U0BEN", name: "ben", username: "ben", team_id: team };
const form = "application/x-www-form-urlencoded";
const sealed = (body: string, type: string): Sent => ({
  path: "/slack/events",
  body,
  headers: { "content-type": type, ...program.sign(Buffer.from(body)) },
});
const interactive = (payload: object): Sent => sealed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), form);

const slash = (i: number): Sent =>
  sealed(
    new URLSearchParams({
      command: "/risk",
      text: `Vendor ${i} may be late #HERMES p4 i5`,
      user_id: user.id,
      team_id: team,
      channel_id: "D0BEN",
      trigger_id: `trigger.${i}`,
    }).toString(),
    form,
  );

const written = (i: number): Sent => {
  const event = {
    type: "message",
    channel_type: "im",
    user: user.id,
    team,
    text: `issue Printer ${i} is broken #HERMES`,
    ts: `${i}.1`,
    channel: "D0BEN",
  };
  return sealed(JSON.stringify({ type: "event_callback", team_id: team, event_id: `Ev${i}`, event }), "application/json");
};

const state = () => JSON.stringify({ type: "action", nonce: randomUUID(), shown: ["title"] });

const submitted = (i: number): Sent => {
  const opener = { channel: "D0BEN", direct: true };
  const values = {
    "title@1": { answer: { type: "plain_text_input", value: `Call supplier ${i}` } },
    "project@1": { "lookup.project": { type: "external_select", selected_option: { value: "hermes" } } },
  };
  const metadata = `${JSON.stringify({ action: "entry.log", opener, kept: {} })}\n${state()}`;
  const view = { id: `V${i}`, hash: `${i}.1`, type: "modal", callback_id: "drumbeat", private_metadata: metadata, state: { values } };
  return interactive({ type: "view_submission", user, team: { id: team }, trigger_id: `submit.${i}`, view });
};

const pressed = (button: Readonly<Record<string, unknown>>, i: number): Sent =>
  interactive({
    type: "block_actions",
    user,
    team: { id: team },
    trigger_id: `press.${i}`,
    channel: { id: "D0BEN", name: "directmessage" },
    message: { ts: `${i}.2`, text: "x", user: botUser },
    actions: [{ type: "button", block_id: "b", action_id: button["action_id"], value: button["value"], action_ts: `${i}.3` }],
  });

async function onTeams(more: object): Promise<Sent> {
  const { aad, mri, name } = accountOf("ben");
  const activity = {
    channelId: "msteams",
    serviceUrl: program.teams.serviceUrl,
    localTimezone: "Europe/London",
    from: { id: mri, aadObjectId: aad, name },
    recipient: { id: `28:${appId}`, name: "Drumbeat" },
    conversation: { id: `a:${aad}`, conversationType: "personal", tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...more,
  };
  const token = await program.teams.issuer.sign({ serviceurl: program.teams.serviceUrl });
  return {
    path: "/teams/messages",
    body: JSON.stringify(activity),
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
  };
}
const said = (i: number) => onTeams({ type: "message", id: `m${i}`, text: `decision Choose vendor ${i} #HERMES` });
const handedIn = (i: number) => {
  const drumbeat = { kind: "submit", action: "entry.log", state: state(), drawn: `form${i}` };
  return onTeams({
    type: "invoke",
    name: "task/submit",
    id: `f${i}`,
    value: { data: { drumbeat, answer_title: `Ask finance ${i}`, answer_project: "hermes" } },
  });
};

async function send({ path, body, headers }: Sent): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${program.port}${path}`, { method: "POST", body, headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return text.startsWith("{") ? JSON.parse(text) : text;
}

async function sendAll(all: readonly Sent[], atOnce = 16): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (let i = 0; i < all.length; i += atOnce) answers.push(...(await Promise.all(all.slice(i, i + atOnce).map(send))));
  return answers;
}

/** Changes by itself while time goes by: how the program does, and what becomes of what is to be sent. */
const byItself: Readonly<Record<string, string>> = {
  facts: "select * from facts where name not like 'planned:%'",
  outbox: "select key, job, payload, destination from outbox",
};

function dump(): Readonly<Record<string, readonly string[]>> {
  const db = new Database(program.databaseUrl.replace("sqlite:", ""), { readonly: true });
  const names = db.prepare<[], { name: string }>("select name from sqlite_master where type = 'table' and name not in ('pulses', 'paces')");
  const tables = names.all().map(({ name }): [string, string[]] => {
    const rows = db.prepare(byItself[name] ?? `select * from "${name}"`).all();
    return [name, rows.map((row) => JSON.stringify(row)).sort()];
  });
  db.close();
  return Object.fromEntries(tables);
}

const sealedAnew = (sent: Sent): Sent =>
  sent.path === "/slack/events" ? { ...sent, headers: { ...sent.headers, ...program.sign(Buffer.from(sent.body)) } } : sent;

test("1,000 requests sent again, and again at once, change nothing and say nothing", async () => {
  const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const logged = many(250, slash);
  const answers = await sendAll(logged);
  const undo = answers.flatMap((answer) => {
    const actions = isBlock(answer)
      ? listOf(answer["blocks"])
          .filter(isBlock)
          .filter(({ type }) => type === "actions")
      : [];
    return actions
      .flatMap(({ elements }) => listOf(elements).filter(isBlock))
      .filter(({ text }) => isBlock(text) && text["text"] === "Undo");
  });
  const more = [
    ...undo.slice(0, 100).map(pressed),
    ...many(200, written),
    ...many(150, submitted),
    ...(await Promise.all(many(200, said))),
    ...(await Promise.all(many(100, handedIn))),
  ];
  await sendAll(more);
  const all = [...logged, ...more];
  expect(all).toHaveLength(1_000);
  const before = dump();
  expect(before["entries"]).toHaveLength(900);
  expect(before["entries"]?.filter((row) => !row.includes('"withdrawn_at":null'))).toHaveLength(100);

  const again = await sendAll(all);
  const atOnce = await sendAll(
    [...all].reverse().flatMap((each) => [each, sealedAnew(each)]),
    48,
  );
  expect(dump()).toEqual(before);
  // Slack hears nothing a second time; Teams wants to know at least that a form is done with.
  expect(new Set([...again, ...atOnce].map((answer) => JSON.stringify(answer)))).toEqual(new Set(['""']));
  expect(program.noise()).toBe("");
}, 600_000);
