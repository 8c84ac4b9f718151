import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hearEvent } from "../../src/slack/events.ts";
import type { Self } from "../../src/slack/heard.ts";
import { hearAction, hearCommand, hearLookup, hearShortcut, hearSubmission } from "../../src/slack/inbound.ts";

const self: Self = { team: "T0CAST", botUser: "U0DRUMBEAT", prefix: "" };
const ben = { platform: "slack", workspace: "T0CAST", id: "U0BEN", name: "ben" };
const recorded = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`payloads/${name}.json`, import.meta.url), "utf8"));

test("a slash command: its name first, mentions as ids, signs and channels as typed, curly quotes kept", () => {
  expect(hearCommand(recorded("command"), self)?.intent).toEqual({
    id: "13345224609.738474920.8088930838d88f008e0",
    from: ben,
    at: { platform: "slack", workspace: "T0CAST", channel: "C0APOLLO", name: "apollo", direct: false },
    kind: "command",
    words: "risk Vendor may miss UAT & training #APOLLO p4 i5 owner:<@U0DEV> “curly” see #apollo",
  });
});

test.each(["privategroup", "directmessage", "mpdm-ben--ada-1", ""])("%s is no channel's name", (channel_name) => {
  expect(hearCommand({ ...recorded("command"), channel_name }, self)?.intent.at.name).toBeUndefined();
});

test("a prefixed command is the command", () => {
  const heard = hearCommand({ ...recorded("command"), command: "/db-risk", text: "" }, { ...self, prefix: "db-" });
  expect(heard?.intent).toMatchObject({ words: "risk" });
});

test("a direct message: addresses and links as typed, with or without a slash", () => {
  expect(hearEvent(recorded("message-im"), self)?.intent).toEqual({
    id: "Ev0PV52K25",
    from: { platform: "slack", workspace: "T0CAST", id: "U0BEN" },
    at: { platform: "slack", workspace: "T0CAST", channel: "D0BEN", direct: true },
    kind: "command",
    words: "/issue ben@example.com waits for https://example.com/a?b=1&c=2",
  });
});

test("a mention in a thread of a shared channel by somebody of another organisation", () => {
  expect(hearEvent(recorded("app-mention-shared"), self)?.intent).toEqual({
    id: "Ev0PV52K26",
    from: { platform: "slack", workspace: "T0VENDOR", id: "U0HUGO", outside: true },
    at: { platform: "slack", workspace: "T0CAST", channel: "C0VENDOR", thread: "1763985600.000100", direct: false, shared: true },
    kind: "command",
    words: "risk Supplier insolvent p5 i5",
  });
});

test.each(["bot-message", "message-changed"])("%s is not heard", (name) => {
  expect(hearEvent(recorded(name), self)).toBeUndefined();
});

test("the bot's own words, and a channel's that are not said to it, are not heard", () => {
  const said = recorded("message-im");
  const event = said["event"] as object;
  expect(hearEvent({ ...said, event: { ...event, user: "U0DRUMBEAT" } }, self)).toBeUndefined();
  expect(hearEvent({ ...said, event: { ...event, channel: "C0APOLLO", channel_type: "channel" } }, self)).toBeUndefined();
});

test("what another app says in somebody's name is not heard", () => {
  const said = recorded("message-im");
  expect(hearEvent({ ...said, event: { ...(said["event"] as object), bot_id: "B0OTHER" } }, self)).toBeUndefined();
});

test("a guest is outside where Slack says so", () => {
  const said = recorded("message-im");
  const event = { ...(said["event"] as object), user_profile: { is_restricted: false, is_ultra_restricted: true, team: "T0CAST" } };
  expect(hearEvent({ ...said, event }, self)?.intent.from.outside).toBe(true);
});

test("an account that is gone can no longer be reached", () => {
  expect(hearEvent(recorded("user-change"), self)?.intent).toMatchObject({
    kind: "reach",
    reachable: false,
    why: "the account is gone",
    from: { id: "U0CHLOE", workspace: "T0CAST" },
  });
});

test("a message shortcut keeps what was said, by whom, and a link back into the thread", () => {
  expect(hearShortcut(recorded("message-shortcut"), self)?.intent).toMatchObject({
    kind: "command",
    words: "risk",
    source: {
      text: "The vendor says UAT <may> slip, <@U0DEV>",
      url: "https://cast.slack.com/archives/C0APOLLO/p1763985790000400?thread_ts=1763985600.000100&cid=C0APOLLO",
      author: "<@U0BEN>",
    },
    at: { channel: "C0APOLLO", thread: "1763985600.000100" },
  });
});

test("a button in a message", () => {
  const heard = hearAction(recorded("block-actions-message"), self);
  expect(heard?.intent).toMatchObject({
    kind: "press",
    action: "status.answer",
    value: "apollo:2026-11-23",
    id: "U0BEN.1763985920.426151.status.answer~2",
  });
  expect(heard?.intent).not.toHaveProperty("answers");
  expect(heard?.opener).toMatchObject({ channel: "D0BEN", direct: true, message: "1763985900.000500" });
});

test("a button in a form brings the answers so far, and belongs where the form was opened", () => {
  const heard = hearAction(recorded("block-actions-view"), self);
  expect(heard?.intent).toMatchObject({ kind: "press", action: "status.draft", value: "apollo", answers: { summary: "Vendor late" } });
  expect(heard?.intent).toMatchObject({ at: { channel: "D0BEN", direct: true } });
});

test("a submitted form: empty answers are absent, unchanged people are who they were", () => {
  const heard = hearSubmission(recorded("view-submission"), self);
  expect(heard?.intent).toMatchObject({
    kind: "submit",
    action: "entry.save",
    state: '{"type":"risk"}',
    at: { channel: "C0APOLLO", direct: false },
  });
  expect(heard?.intent.kind === "submit" && heard.intent.answers).toEqual({
    title: "Vendor may miss UAT",
    probability: "4",
    response: "reduce",
    due: "2026-12-15",
    owner: "person-7",
    sponsor: "person-9",
    reviewer: "<@U0ERIN>",
    project: "apollo",
  });
});

test("a form submitted twice is one request; corrected, or drawn anew, it is another", () => {
  const body = recorded("view-submission");
  const view = body["view"] as Record<string, unknown>;
  const corrected = {
    ...body,
    view: { ...view, state: { values: { "title@0123456789": { answer: { type: "plain_text_input", value: "Other" } } } } },
  };
  const first = hearSubmission(body, self)?.intent.id;
  expect(hearSubmission({ ...body, trigger_id: "another" }, self)?.intent.id).toBe(first);
  expect(hearSubmission(corrected, self)?.intent.id).not.toBe(first);
  expect(hearSubmission({ ...body, view: { ...view, hash: "another" } }, self)?.intent.id).not.toBe(first);
});

test("a search in a form", () => {
  expect(hearLookup(recorded("block-suggestion"), self)?.intent).toMatchObject({ kind: "lookup", source: "project", typed: "apo" });
});

test.each([null, 5, "x", [], {}, { event: null }, { actions: [] }, { view: {} }])("%j is no request", (body) => {
  for (const hear of [hearCommand, hearShortcut, hearAction, hearSubmission, hearLookup, hearEvent])
    expect(hear(body, self)).toBeUndefined();
});
