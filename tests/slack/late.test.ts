import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Form } from "../../src/chat/form.ts";
import { say } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { isBlock } from "../worlds/slack-rules.ts";
import { team } from "../worlds/slack-state.ts";
import { command, type Rig, rig } from "./rig.ts";

/** Slack takes no acknowledgement after three seconds, and tells the person that the command failed. */
let at: Rig;
let answered: (reply: Reply) => void;
beforeEach(async () => {
  at = await rig();
  at.answer = () =>
    new Promise<Reply>((resolve) => {
      answered = resolve;
    });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await at.stop();
});

const form: Form = {
  action: "entry.save",
  state: "one",
  title: "Log a risk",
  submit: "Log it",
  fields: [{ name: "title", label: "Title", control: { kind: "text", lines: "one", max: 200 }, required: true, error: "Say what." }],
};
const heard = () => expect.poll(() => at.heard.length).toBe(1);
const shown = () => JSON.stringify([...at.server.state.views.values()].at(-1)?.view);

test("a command whose answer takes longer is acknowledged with nothing, and answered afterwards to its author", async () => {
  const acknowledged = at.wire.command(command(at));
  await heard();
  vi.advanceTimersByTime(2_000);
  expect(await acknowledged).toBeUndefined();
  answered({ kind: "message", to: "me", message: say("R-1 logged") });
  const seen = () => (at.server.state.conversations.get("C0APOLLO")?.messages ?? []).map(({ text, onlyFor }) => ({ text, onlyFor }));
  await expect.poll(seen).toContainEqual({ text: "R-1 logged", onlyFor: "U0BEN" });
});

test("a form handed in says that it waits, and shows then what is wrong with it", async () => {
  at.server.state.views.set("V1", { id: "V1", hash: "h1", view: { type: "modal" }, user: "U0BEN" });
  const acknowledged = at.wire.interactive({
    type: "view_submission",
    user: { id: "U0BEN", username: "ben", name: "ben", team_id: team },
    team: { id: team, domain: "cast" },
    view: {
      id: "V1",
      hash: "h1",
      type: "modal",
      callback_id: "drumbeat",
      title: { type: "plain_text", text: "Log a risk" },
      private_metadata: `${JSON.stringify({ action: "entry.save", opener: { channel: "C0APOLLO", direct: false }, kept: {} })}\none`,
      state: { values: {} },
    },
  });
  await heard();
  vi.advanceTimersByTime(2_000);
  const waiting = await acknowledged;
  expect(isBlock(waiting) && waiting["response_action"]).toBe("update");
  expect(JSON.stringify(waiting)).toContain("One moment, this takes longer than usual.");
  answered({ kind: "form", form });
  await expect.poll(shown).toContain("Say what.");
});
