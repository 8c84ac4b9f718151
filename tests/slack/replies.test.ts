import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Form } from "../../src/chat/form.ts";
import { type Message, say } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { type Block, isBlock, listOf } from "../worlds/slack-rules.ts";
import { botUser, type StoredMessage, team } from "../worlds/slack-state.ts";
import { command, type Rig, rig } from "./rig.ts";

let at: Rig;
beforeEach(async () => {
  at = await rig();
});
afterEach(() => at.stop());

const form: Form = {
  action: "entry.save",
  state: "one",
  title: "Log a risk",
  submit: "Log it",
  fields: [{ name: "title", label: "Title", control: { kind: "text", lines: "one", max: 200 }, required: true }],
};
const logged: Message = {
  ...say("R-1 logged"),
  blocks: [
    { kind: "text", text: "R-1 logged" },
    { kind: "buttons", buttons: [{ label: "Edit", action: "entry.edit", value: "r1" }] },
  ],
};
const answer = (message: Message, to: "me" | "here" | "replace"): Reply => ({ kind: "message", message, to });
const user = { id: "U0BEN", username: "ben", name: "ben", team_id: team };
const common = { user, team: { id: team, domain: "cast" } };
const messages = (channel: string): readonly StoredMessage[] => at.server.state.conversations.get(channel)?.messages ?? [];
const view = () => [...at.server.state.views.values()].at(-1);
const methods = () =>
  at.server.calls.map(({ method }) => method).filter((method) => method !== "auth.test" && method !== "apps.connections.open");

/** Presses the first button of a message. */
async function press(message: StoredMessage, channel: string): Promise<void> {
  const button = buttonOf(message.blocks);
  const ephemeral = message.onlyFor !== undefined;
  await at.wire.interactive({
    type: "block_actions",
    ...common,
    container: { type: "message", message_ts: message.ts, channel_id: channel, is_ephemeral: ephemeral },
    trigger_id: at.server.state.trigger("U0BEN"),
    channel: { id: channel, name: "x" },
    ...(!ephemeral && { message: { ts: message.ts, text: message.text } }),
    response_url: at.server.responseUrl(channel, "U0BEN", message.ts),
    actions: [{ type: "button", block_id: "b", action_id: button["action_id"], value: button["value"], action_ts: "1.1" }],
  });
  await at.server.quiet();
}

function buttonOf(blocks: readonly unknown[]): Block {
  const found = blocks
    .filter(isBlock)
    .flatMap((block) => (block["type"] === "actions" ? listOf(block["elements"]) : []))
    .find(isBlock);
  if (!found) throw new Error("There is no button");
  return found;
}

const inView = (values: object = {}) => ({ ...view()?.view, id: view()?.id, hash: view()?.hash, state: { values } });

async function submit(title: string | null): Promise<unknown> {
  const id = listOf(view()?.view["blocks"])
    .filter(isBlock)
    .find((block) => block["type"] === "input")?.["block_id"];
  const values = { [String(id)]: { answer: { type: "plain_text_input", value: title } } };
  const ack = await at.wire.interactive({
    type: "view_submission",
    ...common,
    trigger_id: at.server.state.trigger("U0BEN"),
    view: inView(values),
  });
  await at.server.quiet();
  return ack;
}

async function type(channel = "C0APOLLO"): Promise<unknown> {
  const ack = await at.wire.command(command(at, channel));
  await at.server.quiet();
  return ack;
}

describe("a slash command", () => {
  test("is answered in its acknowledgement, with no call at all", async () => {
    at.answer = () => answer(logged, "me");
    expect(await type()).toMatchObject({ response_type: "ephemeral", text: "R-1 logged" });
    at.answer = () => answer(logged, "here");
    expect(await type()).toMatchObject({ response_type: "in_channel" });
    expect(methods()).toEqual([]);
  });

  test("with a table is answered after it, and in words should Slack refuse the table", async () => {
    const table: Message = { summary: "Digest", blocks: [{ kind: "table", columns: ["Project", "Now"], rows: [["VEGA", "Red"]] }] };
    at.answer = () => answer(table, "me");
    expect(await type()).toBeUndefined();
    expect(messages("C0APOLLO")).toMatchObject([{ onlyFor: "U0BEN", blocks: [{ type: "table" }] }]);
    at.server.state.noTables = true;
    await type();
    expect(messages("C0APOLLO").at(-1)).toMatchObject({ onlyFor: "U0BEN", text: "Digest\nProject | Now\nVEGA | Red" });
  });

  test("in a chat of two people shows nothing to the other", async () => {
    at.answer = () => answer(logged, "here");
    expect(await type("D0OTHER")).toMatchObject({ response_type: "ephemeral" });
  });

  test("opens a form", async () => {
    at.answer = () => ({ kind: "form", form });
    expect(await type()).toBeUndefined();
    expect(view()?.view).toMatchObject({ title: { text: "Log a risk" } });
  });

  test("whose form came too late for Slack offers it again, and the button opens it", async () => {
    at.answer = () => ({ kind: "form", form });
    at.server.state.slow = true;
    await type();
    const [told] = messages("C0APOLLO");
    expect(told).toMatchObject({ onlyFor: "U0BEN" });
    expect(told?.text).toContain("Slack took too long");
    at.server.state.slow = false;
    if (told) await press(told, "C0APOLLO");
    expect(view()?.view).toMatchObject({ title: { text: "Log a risk" } });
    expect(at.heard.at(-1)).toMatchObject({ kind: "command", words: "risk Vendor late", at: { channel: "C0APOLLO" } });
    expect(at.heard.at(-1)?.id).not.toBe(at.heard[0]?.id);
  });

  test("whose form Slack refuses says so, with a number that the log shares", async () => {
    at.answer = () => ({ kind: "form", form });
    at.server.failNext("views.open", "invalid_arguments");
    await type();
    expect(messages("C0APOLLO")[0]?.text).toMatch(/could not be opened \([0-9a-f]{8}\)/);
    expect(at.logged).toContain("a form could not be opened");
  });

  test("with a file: it goes to the direct chat, and the person is told", async () => {
    at.answer = () => ({
      kind: "file",
      name: "risks.csv",
      type: "text/csv",
      content: "number,title\n1,Vendor\n",
      message: say("12 risks"),
    });
    await type();
    expect(at.server.state.direct("U0BEN").messages.map(({ file }) => file?.includes("1,Vendor"))).toEqual([true]);
    expect(messages("C0APOLLO")[0]).toMatchObject({ onlyFor: "U0BEN", text: "12 risks" });
  });
});

describe("a submitted form", () => {
  beforeEach(async () => {
    at.answer = () => ({ kind: "form", form });
    await type();
  });

  test("with something wrong in a field keeps the form, the error beside it", async () => {
    at.answer = () => ({ kind: "form", form: { ...form, fields: form.fields.map((field) => ({ ...field, error: "Too short." })) } });
    expect(await submit("x")).toMatchObject({ response_action: "errors" });
    const errors = Object.entries((await submit("x")) as { errors: object }).find(([key]) => key === "errors")?.[1];
    expect(Object.values(errors ?? {})).toEqual(["Too short."]);
  });

  test("with something wrong in the whole, or another form next, is drawn over", async () => {
    at.answer = () => ({ kind: "form", form: { ...form, error: "Somebody was faster." } });
    expect(JSON.stringify(await submit("x"))).toMatch(/"response_action":"update".*Somebody was faster/);
    at.answer = () => ({
      kind: "form",
      form: { ...form, state: "two", fields: form.fields.map((field) => ({ ...field, error: "Missing." })) },
    });
    expect(JSON.stringify(await submit("x"))).toMatch(/"response_action":"update".*Missing/);
  });

  test("closes, and the answer comes where it was opened", async () => {
    at.answer = () => answer(logged, "me");
    expect(await submit("Vendor late")).toBeUndefined();
    expect(messages("C0APOLLO")).toMatchObject([{ onlyFor: "U0BEN", text: "R-1 logged" }]);
    at.answer = () => answer(logged, "here");
    await submit("Vendor late");
    expect(messages("C0APOLLO").at(-1)?.onlyFor).toBeUndefined();
  });
});

test("where the bot is no member, the answer to a form still comes, by the command's own address", async () => {
  at.answer = () => ({ kind: "form", form });
  await type("C0ALONE");
  at.answer = () => answer(logged, "here");
  await submit("x");
  expect(messages("C0ALONE")).toMatchObject([{ text: "R-1 logged" }]);
  expect(at.server.calls.at(-1)?.method).toBe("chat.postMessage");
});

test("half an hour later that address is gone, and the answer comes to the direct chat", async () => {
  at.answer = () => ({ kind: "form", form });
  await type("C0ALONE");
  at.clock.set("2026-11-23T09:31:00Z");
  at.answer = () => answer(logged, "me");
  await submit("x");
  expect(at.server.state.direct("U0BEN").messages).toMatchObject([{ text: "R-1 logged" }]);
});

describe("a button", () => {
  let posted: StoredMessage;
  beforeEach(async () => {
    await at.adapter.messenger.post({ channel: { platform: "slack", workspace: team, channel: "C0APOLLO" } }, logged, { key: "k" });
    const [first] = messages("C0APOLLO");
    if (first) posted = first;
  });

  test("replaces its message", async () => {
    at.answer = () => answer(say("R-1 accepted"), "replace");
    await press(posted, "C0APOLLO");
    expect(messages("C0APOLLO").map(({ text }) => text)).toEqual(["R-1 accepted"]);
  });

  test("opens a form, and what is submitted replaces the message", async () => {
    at.answer = () => ({ kind: "form", form });
    await press(posted, "C0APOLLO");
    at.answer = () => answer(say("Answered"), "replace");
    await submit("x");
    expect(messages("C0APOLLO").map(({ text }) => text)).toEqual(["Answered"]);
  });

  test("of a message that only one person sees replaces that", async () => {
    const hidden = at.server.state.put("C0APOLLO", { text: "Only you", blocks: posted.blocks, onlyFor: "U0BEN" });
    at.answer = () => answer(say("Done"), "replace");
    await press(hidden, "C0APOLLO");
    expect(messages("C0APOLLO").map(({ text }) => text)).toEqual(["R-1 logged", "Done"]);
  });

  test("whose bot is no member of the channel answers to all beside its message", async () => {
    const hidden = at.server.state.put("C0ALONE", { text: "Only you", blocks: posted.blocks, onlyFor: "U0BEN" });
    at.answer = () => answer(say("Noted"), "here");
    await press(hidden, "C0ALONE");
    expect(messages("C0ALONE").map(({ text }) => text)).toEqual(["Only you", "Noted"]);
  });

  test("answers its person alone in a channel, and in their own chat with a message that stays", async () => {
    at.answer = () => answer(say("Noted"), "me");
    await press(posted, "C0APOLLO");
    expect(messages("C0APOLLO").at(-1)).toMatchObject({ text: "Noted", onlyFor: "U0BEN" });
    const prompt = at.server.state.direct("U0BEN") && at.server.state.put("D0BEN", { text: "Prompt", blocks: posted.blocks });
    await press(prompt, "D0BEN");
    expect(messages("D0BEN").at(-1)?.text).toBe("Noted");
    expect(messages("D0BEN").at(-1)?.onlyFor).toBeUndefined();
  });
});

describe("a button inside a form", () => {
  beforeEach(async () => {
    at.answer = () => ({ kind: "form", form });
    await type();
  });
  const pressInside = async (pressed = inView()) => {
    await at.wire.interactive({
      type: "block_actions",
      ...common,
      container: { type: "view", view_id: view()?.id },
      trigger_id: at.server.state.trigger("U0BEN"),
      view: pressed,
      actions: [{ type: "button", block_id: "b", action_id: "entry.more~1", value: "v", action_ts: "2.2" }],
    });
    await at.server.quiet();
  };

  test("draws the next form over it", async () => {
    at.answer = () => ({ kind: "form", form: { ...form, title: "More" } });
    await pressInside();
    expect(view()?.view).toMatchObject({ title: { text: "More" } });
  });

  test("that answers with words shows them in its place", async () => {
    at.answer = () => answer(say("Draft saved. You can go on until Thu 16:00."), "me");
    await pressInside();
    expect(JSON.stringify(view()?.view)).toContain("Draft saved");
    expect(view()?.view).not.toHaveProperty("submit");
  });

  test("pressed on a form that was redrawn meanwhile changes nothing, and fails nothing", async () => {
    const stale = inView();
    at.answer = () => ({ kind: "form", form: { ...form, title: "More" } });
    await pressInside();
    at.answer = () => ({ kind: "form", form: { ...form, title: "Too late" } });
    await pressInside(stale);
    expect(methods().filter((method) => method === "views.update")).toHaveLength(2);
    expect(view()?.view).toMatchObject({ title: { text: "More" } });
    expect(messages("C0APOLLO")).toEqual([]);
  });
});

describe("said without a command", () => {
  const said = async (event: object) => {
    at.server.state.direct("U0BEN");
    await at.wire.event({ type: "event_callback", team_id: team, event_id: "Ev1", event: { user: "U0BEN", ts: "1.2", ...event } });
    await at.server.quiet();
  };

  test("a direct message is answered there; its form waits behind a button", async () => {
    at.answer = () => ({ kind: "form", form });
    await said({ type: "message", channel_type: "im", channel: "D0BEN", text: "risk Vendor late" });
    const [told] = messages("D0BEN");
    expect(told?.text).toContain("Log a risk. Open it to go on");
    if (told) await press(told, "D0BEN");
    expect(view()?.view).toMatchObject({ title: { text: "Log a risk" } });
  });

  test("a mention in a thread is answered in the thread, to its person alone or to all", async () => {
    const root = at.server.state.put("C0APOLLO", { text: "We may be late", blocks: [], user: "U0BEN" });
    at.answer = () => answer(logged, "here");
    await said({ type: "app_mention", channel: "C0APOLLO", text: `<@${botUser}> risk x`, thread_ts: root.ts });
    expect(messages("C0APOLLO").at(-1)).toMatchObject({ text: "R-1 logged", thread: root.ts });
    at.answer = () => answer(logged, "me");
    await said({ type: "app_mention", channel: "C0APOLLO", text: `<@${botUser}> risk x`, thread_ts: root.ts });
    expect(messages("C0APOLLO").at(-1)).toMatchObject({ onlyFor: "U0BEN", thread: root.ts });
  });
});

test("a search in a form is answered with options, cut where they are too long", async () => {
  at.answer = () => ({ kind: "options", options: [{ value: "apollo", label: `APOLLO ${"long ".repeat(30)}` }] });
  const ack = await at.wire.interactive({
    type: "block_suggestion",
    ...common,
    action_id: "lookup.project",
    block_id: "project@1",
    value: "apo",
  });
  expect(ack).toMatchObject({ options: [{ value: "apollo", text: { text: expect.stringMatching(/^APOLLO long.*…$/) } }] });
});

test("an answer that cannot be drawn is acknowledged, told with a number, and logged", async () => {
  at.answer = () => ({ kind: "form", form: { ...form, state: "x".repeat(4000) } });
  await type();
  expect(messages("C0APOLLO")[0]?.text).toMatch(/could not be (shown|opened)/);
});
