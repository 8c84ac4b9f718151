import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Form } from "../../src/chat/form.ts";
import { type Message, say } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { accountOf, channelId } from "../worlds/teams-accounts.ts";
import { faultsOf, isJson, type Json, readCard } from "../worlds/teams-cards.ts";
import { read } from "../worlds/teams-hand.ts";
import { type Posted, tenant } from "../worlds/teams-server.ts";
import { from, type Rig, rig } from "./rig.ts";

let it: Rig;
beforeAll(async () => {
  it = await rig();
});
beforeEach(() => {
  it.server.posted.length = 0;
  it.heard.length = 0;
});
afterAll(() => it.stop());

const form: Form = {
  action: "verbs.log",
  state: "risk",
  title: "New risk",
  submit: "Log it",
  fields: [
    {
      name: "title",
      label: "Event",
      control: { kind: "text", lines: "one", max: 200 },
      required: true,
      value: "Vendor",
      error: "Too short.",
    },
  ],
  buttons: [{ label: "Save draft", action: "verbs.draft" }],
};
const card: Message = {
  summary: "R-1",
  blocks: [
    { kind: "heading", text: "R-1 Vendor" },
    { kind: "buttons", buttons: [{ label: "Edit", action: "verbs.edit", value: "r1", opensForm: true }] },
  ],
};
const adasChat = `a:${accountOf("ada").aad}`;

const says = (text: string, channel?: string, more: Json = {}) =>
  it.send(
    from(it.server, { text: channel ? `<at>Drumbeat</at> ${text}` : text, ...(channel && { entities: [botMention] }), ...more }, channel),
  );
const botMention = {
  type: "mention",
  text: "<at>Drumbeat</at>",
  mentioned: { id: "28:5f0e2a55-1111-4c3b-9d3a-0a0b0c0d0e0f", name: "Drumbeat" },
};
const invokes = async (name: string, value: Json, channel?: string, replyToId = "1") =>
  (await it.send(from(it.server, { type: "invoke", name, value, replyToId }, channel))).body ?? {};
const presses = (action: string, channel?: string, replyToId?: string, inputs: Json = {}) =>
  invokes(
    "adaptiveCard/action",
    { action: { verb: action, data: { drumbeat: { kind: "press", action, value: "r1" }, ...inputs } } },
    channel,
    replyToId,
  );
const submit = { drumbeat: { kind: "submit", action: "verbs.log", state: "risk" }, answer_title: "Vendor may miss UAT" };
const where = ({ conversation, thread, to }: Posted) =>
  [conversation === adasChat ? "1:1" : "channel", ...(thread ? ["thread"] : []), ...(to ? ["to Ada alone"] : [])].join(" ");
const screens = () => it.server.posted.map((post) => `${where(post)}: ${read(post)}`);
const me = (message: Message): Reply => ({ kind: "message", message, to: "me" });
const dialogOf = (body: Json): string => {
  const task = isJson(body["task"]) && isJson(body["task"]["value"]) ? body["task"]["value"] : {};
  const drawn = isJson(task["card"]) ? task["card"]["content"] : undefined;
  if (drawn !== undefined) expect(faultsOf(drawn, "dialog")).toEqual([]);
  return `${task["title"]}\n${readCard(drawn)}`;
};

describe("a typed command", () => {
  test("in the 1:1 chat is answered there; a form comes as a card", async () => {
    it.replies(me(say("Noted.")));
    await says("/risk x");
    it.replies({ kind: "form", form });
    await says("risk");
    expect(screens()).toEqual(["1:1: Noted.", "1:1: New risk\nEvent *: Vendor\n  ! Too short.\n  [Log it] [Save draft]"]);
  });

  test("in a channel is answered in the 1:1 chat, and the channel reads one neutral line", async () => {
    it.replies(me(card));
    await says("risk x", "apollo");
    expect(it.heard).toMatchObject([{ words: "risk x", at: { channel: channelId("apollo"), thread: "human-1", direct: false } }]);
    expect(screens()).toEqual(["1:1: R-1 Vendor\n  [Edit]", "channel thread: Answered in our 1:1 chat."]);
  });

  test("in a channel, by somebody who has no chat with the bot, says how to get one", async () => {
    it.server.installed.delete(accountOf("ada").aad);
    it.replies(me(card));
    await says("risk x", "apollo");
    it.server.installed.add(accountOf("ada").aad);
    expect(screens()).toEqual([expect.stringContaining("Please open my chat once")]);
  });

  test("is answered although Teams was busy at first", async () => {
    it.replies(me(say("R-1 logged.")));
    it.server.fails(/activities/, 429, { "retry-after": "0" }, 2);
    await says("risk x");
    expect(screens()).toEqual(["1:1: R-1 logged."]);
  });

  test("is not answered twice where the first answer may have arrived", async () => {
    it.replies(me(say("R-1 logged.")));
    it.server.fails(/activities/, 500);
    await says("risk x");
    expect(screens()).toEqual([]);
    expect(it.logged).toContain("an answer could not be shown on Teams");
  });

  test("whose answer Teams refuses as it is, gets the number that the log has", async () => {
    it.replies(me(say("Noted.")));
    it.server.fails(/activities$/, 413);
    await says("/risk x");
    expect(screens()).toEqual([expect.stringMatching(/^1:1: The answer could not be shown, .* PMO is [0-9a-f]{8}\.$/)]);
    expect(screens()[0]).toContain(it.ids.at(-1));
  });

  test("that cannot be drawn is told with the number that the log has, typed or pressed", async () => {
    const broken: Message = {
      summary: "R-1",
      get blocks(): never {
        throw new Error("a mistake of ours");
      },
    };
    it.replies(me(broken));
    await says("/risk x");
    expect(screens()).toEqual([expect.stringMatching(/^1:1: The answer could not be shown, .* PMO is [0-9a-f]{8}\.$/)]);
    expect(screens()[0]).toContain(it.ids.at(-1));
    const answered = JSON.stringify(await presses("verbs.edit"));
    expect(answered + screens().join()).toContain(`The number for your PMO is ${it.ids.at(-1)}`);
  });

  test("in a channel, for everybody", async () => {
    it.replies({ kind: "message", message: say("R-1 logged."), to: "here" });
    await says("risk x", "apollo");
    expect(screens()).toEqual(["channel thread: R-1 logged."]);
  });

  test("in a channel with a form offers a button that opens it as a dialog", async () => {
    it.replies({ kind: "form", form });
    await says("risk #APOLLO", "apollo");
    expect(screens()).toEqual(["channel thread: New risk: the form opens for you alone.\n  [Open the form]"]);
    const body = await invokes(
      "task/fetch",
      { data: { drumbeat: { kind: "command", words: "risk #APOLLO" }, msteams: { type: "task/fetch" } } },
      "apollo",
    );
    expect(dialogOf(body)).toBe("New risk\nEvent *: Vendor\n  ! Too short.\n  [Log it] [Save draft]");
    expect(it.heard.at(-1)).toMatchObject({ kind: "command", words: "risk #APOLLO", at: { channel: channelId("apollo") } });
  });

  test("as a slash command in a channel, which others do not see, is answered just as privately", async () => {
    it.replies(me(card));
    await says("risk x", "apollo", { recipient: { id: botMention.mentioned.id, name: "Drumbeat", isTargeted: true } });
    expect(screens()).toEqual(["channel thread to Ada alone: R-1 Vendor\n  [Edit]"]);
  });
});

describe("a button", () => {
  test("replaces its card, for the presser at once and for everybody for good", async () => {
    const ref = await it.adapter.messenger.post({ channel: { platform: "teams", workspace: tenant, channel: channelId("apollo") } }, card, {
      key: "k",
    });
    it.replies({ kind: "message", message: say("R-1 closed."), to: "replace" });
    const body = await presses("verbs.move", "apollo", ref.id);
    expect([body["statusCode"], readCard(body["value"]), ...screens()]).toEqual([200, "R-1 closed.", "channel: R-1 closed."]);
  });

  test("in a channel tells the presser alone", async () => {
    it.replies(me(say("Only the owner can do that.")));
    expect(await presses("verbs.move", "apollo")).toEqual({
      statusCode: 200,
      type: "application/vnd.microsoft.activity.message",
      value: "Only the owner can do that.",
    });
    expect(screens()).toEqual([]);
    it.replies(me(card));
    expect(await presses("verbs.show", "apollo")).toMatchObject({ value: "Answered in our 1:1 chat." });
    expect(screens()).toEqual(["1:1: R-1 Vendor\n  [Edit]"]);
  });

  test("that opens a form opens a dialog, and the submission closes it", async () => {
    it.replies({ kind: "form", form });
    const opened = await invokes(
      "task/fetch",
      { data: { drumbeat: { kind: "press", action: "verbs.edit", value: "r1" }, msteams: { type: "task/fetch" } } },
      undefined,
      "42",
    );
    expect(dialogOf(opened)).toContain("Event *: Vendor");
    expect(JSON.stringify(opened)).toContain('"over":"42"');
    it.replies(me(card));
    expect(await invokes("task/submit", { data: { ...submit, drumbeat: { ...submit.drumbeat, over: "42" } } })).toEqual({});
    expect(it.heard.at(-1)).toMatchObject({
      kind: "submit",
      action: "verbs.log",
      state: "risk",
      answers: { title: "Vendor may miss UAT" },
    });
    expect(screens()).toEqual(["1:1: R-1 Vendor\n  [Edit]"]);
  });

  test("a dialog with a mistake in it stays, with the answers and the error", async () => {
    it.replies({ kind: "form", form });
    expect(dialogOf(await invokes("task/submit", { data: submit }))).toContain("! Too short.");
  });

  test("a dialog opened from a message can replace that message", async () => {
    const ref = await it.adapter.messenger.post({ identity: adaIdentity() }, card, { key: "k" });
    it.replies({ kind: "message", message: say("Received."), to: "replace" });
    await invokes("task/submit", { data: { ...submit, drumbeat: { ...submit.drumbeat, over: ref.id } } }, undefined, "unrelated");
    expect(screens()).toEqual(["1:1: Received."]);
  });

  test("a refusal where a dialog was to open is shown in it", async () => {
    it.replies(me(say("That project is not there any more.")));
    const body = await invokes("task/fetch", { data: { drumbeat: { kind: "press", action: "verbs.edit", value: "r1" } } });
    expect(dialogOf(body)).toContain("That project is not there any more.");
  });
});

describe("a form that is a card", () => {
  test("is drawn again over itself with its errors, and becomes the answer", async () => {
    const ref = await it.adapter.messenger.post({ identity: adaIdentity() }, card, { key: "k" });
    it.replies({ kind: "form", form });
    const action = { action: { verb: "verbs.log", data: submit } };
    expect(readCard((await invokes("adaptiveCard/action", action, undefined, ref.id))["value"])).toContain("! Too short.");
    it.replies(me(say("R-1 logged.")));
    await invokes("adaptiveCard/action", action, undefined, ref.id);
    expect(screens()).toEqual(["1:1: R-1 logged."]);
  });

  test("handed in a second time, to whichever program, leaves what came of the first on the screen", async () => {
    const ref = await it.adapter.messenger.post({ identity: adaIdentity() }, say("R-1 logged."), { key: "k" });
    it.replies({ kind: "done", repeated: true });
    const body = await invokes("adaptiveCard/action", { action: { verb: "verbs.log", data: submit } }, undefined, ref.id);
    expect(body).toMatchObject({ value: "That was handed in already." });
    expect(screens()).toEqual(["1:1: R-1 logged."]);
  });

  test("people come back as ids of the directory, and as they were where nobody was chosen anew", async () => {
    const drumbeat = { kind: "submit", action: "verbs.log", state: "risk", people: { owner: "person-7", sponsor: "person-8" } };
    await invokes("task/submit", {
      data: { drumbeat, answer_owner: "person-7", answer_sponsor: "aad-9", answer_cost: 12, answer_due: " " },
    });
    expect(it.heard.at(-1)).toMatchObject({ answers: { owner: "person-7", sponsor: "<@aad-9>", cost: "12" } });
    expect(it.heard.at(-1)).not.toHaveProperty("answers.due");
  });

  test("projects are looked up as they are typed", async () => {
    it.replies({ kind: "options", options: [{ value: "apollo", label: "APOLLO ERP replacement" }] });
    const body = await invokes("application/search", { queryText: "apo", queryOptions: { skip: 0, top: 15 }, dataset: "project" });
    expect(body).toEqual({
      statusCode: 200,
      type: "application/vnd.microsoft.search.searchResponse",
      value: { results: [{ value: "apollo", title: "APOLLO ERP replacement" }] },
    });
    expect(it.heard).toMatchObject([{ kind: "lookup", source: "project", typed: "apo" }]);
  });
});

describe("a file", () => {
  const file: Reply = { kind: "file", name: "risks.csv", type: "text/csv", content: "id,title\nR-1,Vendor\n", message: say("1 risk.") };

  test("is offered in the 1:1 chat, asked for again on agreement, and put where Teams says", async () => {
    it.replies(file);
    await says("risk export");
    expect(screens()).toEqual(["1:1: 1 risk.", "1:1: risks.csv [Allow] [Decline]"]);
    const [, consent] = it.server.posted;
    const uploadInfo = {
      uploadUrl: `${it.server.url}/upload/risks.csv`,
      name: "risks.csv",
      contentUrl: "https://x.sharepoint.com/risks.csv",
    };
    const context = { drumbeat: { kind: "command", words: "risk export" } };
    await invokes("fileConsent/invoke", { type: "fileUpload", action: "accept", context, uploadInfo }, undefined, consent?.id);
    expect(it.server.uploads.get("risks.csv")).toBe("id,title\nR-1,Vendor\n");
    expect(it.heard.at(-1)).toMatchObject({ kind: "command", words: "risk export" });
    expect(screens()).toEqual(["1:1: 1 risk.", "1:1: risks.csv is in your OneDrive."]);
  });

  test("asked for in a channel, is offered in the 1:1 chat all the same", async () => {
    it.replies(file);
    await says("risk export", "apollo");
    expect(screens()).toEqual(["1:1: 1 risk.", "channel thread: Answered in our 1:1 chat.", "1:1: risks.csv [Allow] [Decline]"]);
  });

  test("goes nowhere when it was declined, or to a place that is not Microsoft's", async () => {
    it.replies(file);
    await invokes("fileConsent/invoke", { type: "fileUpload", action: "decline", context: {} });
    const context = { drumbeat: { kind: "command", words: "risk export" } };
    await invokes(
      "fileConsent/invoke",
      { action: "accept", context, uploadInfo: { uploadUrl: "https://evil.example/x", name: "risks.csv" } },
      undefined,
      "",
    );
    expect(it.server.uploads.has("x")).toBe(false);
  });
});

describe("a message that somebody pointed at", () => {
  const value = (content: string) => ({
    commandId: "risk",
    commandContext: "message",
    messagePayload: {
      id: "1",
      linkToMessage: "https://teams.microsoft.com/l/message/19:x/1",
      body: { contentType: "html", content },
      from: { user: { displayName: "Dev Patel" } },
    },
  });

  test("opens the form with its text and a link back", async () => {
    it.replies({ kind: "form", form });
    const body = await invokes("composeExtension/fetchTask", value("<p>UAT &lt;data&gt; is <b>late</b></p><p>again</p>"));
    expect(dialogOf(body)).toContain("New risk");
    expect(it.heard).toMatchObject([
      {
        kind: "command",
        words: "risk",
        source: { text: "UAT <data> is late\nagain", url: "https://teams.microsoft.com/l/message/19:x/1", author: "Dev Patel" },
      },
    ]);
  });

  test("the answer stays in the dialog: the bot may not be in that chat", async () => {
    it.replies(me(card));
    const body = await invokes("composeExtension/submitAction", { commandId: "risk", data: submit });
    expect(dialogOf(body)).toContain("R-1 Vendor");
    expect(screens()).toEqual([]);
  });
});

describe("reach", () => {
  test.each([
    ["add", true],
    ["remove", false],
  ])("%s of the app is told", async (action, reachable) => {
    it.replies({ kind: "done" });
    await it.send(from(it.server, { type: "installationUpdate", action }));
    expect(it.heard).toMatchObject([{ kind: "reach", reachable }]);
  });

  test("being added to a team says nothing about anybody", async () => {
    await it.send(from(it.server, { type: "installationUpdate", action: "add" }, "apollo"));
    expect(it.heard).toEqual([]);
  });
});

function adaIdentity() {
  return { platform: "teams", workspace: tenant, user: accountOf("ada").aad, outside: false } as const;
}
