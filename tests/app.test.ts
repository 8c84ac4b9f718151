import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app/index.ts";
import { findCommand, mergeFeatures } from "../src/app/table.ts";
import type { Intent } from "../src/chat/intent.ts";
import { say } from "../src/chat/message.ts";
import type { Reply } from "../src/chat/reply.ts";
import { refuse } from "../src/core/refusal.ts";
import type { Answer } from "../src/ports/adapter.ts";
import type { Feature } from "../src/routes.ts";
import { type OpenStore, openStore } from "../src/store/index.ts";
import { printMessage } from "../src/terminal/print.ts";

const now = new Date("2026-11-23T09:00:00Z");
const at = { platform: "slack", workspace: "T1", channel: "C1", direct: false } as const;
const said = (id: string, user = "U1") => ({ id, from: { platform: "slack", workspace: "T1", id: user } as const, at });
const text = (reply: Reply): string => (reply.kind === "message" ? printMessage(reply.message) : reply.kind);

let store: OpenStore;
let logged: object[];
let answer: Answer;

const part: Feature = {
  commands: {
    note: {
      usage: "note TEXT",
      about: "keeps a note",
      run: async (call, rest) => {
        await call.store.remember("note", rest);
        return { kind: "message", to: "me", message: say("kept") };
      },
    },
    "note fail": {
      usage: "note fail",
      about: "writes, then refuses",
      run: async (call) => {
        await call.store.remember("note", "half");
        return refuse("That cannot be. Try another.");
      },
    },
    "note break": { usage: "note break", about: "a mistake of ours", run: async () => JSON.parse("not JSON") },
  },
  presses: {
    "note.press": async (call, value) => {
      await call.store.remember("note", value);
      return { kind: "done" };
    },
  },
  submits: {
    "note.form": async () => ({
      kind: "form",
      form: { action: "note.form", state: "", title: "Note", submit: "Keep", fields: [], error: "Say something." },
    }),
    "note.next": async (call, state) => {
      await call.store.remember("note", `${(await call.store.recall("note")) ?? ""}${state}`);
      return { kind: "form", form: { action: "note.next", state: "2", title: "The next note", submit: "Keep", fields: [] } };
    },
    "note.send": async () => refuse("The note is too long. Shorten it."),
    "note.broken": async () => JSON.parse("not JSON"),
  },
};

beforeEach(async () => {
  store = await openStore({ url: "sqlite::memory:" });
  logged = [];
  const log = { info: () => {}, warn: () => {}, error: (facts: object) => void logged.push(facts) };
  const settings = { commandPrefix: "", zone: "Europe/London", admins: ["ada@example.com"], nudgeLogDays: 90 };
  answer = createApp({ store, types: [], settings, clock: { now: () => now }, log, features: [part] });
  await known("U1", "ada@example.com");
});
afterEach(() => store.close());

async function known(user: string, email: string, outside = false) {
  const person = await store.people.add({ name: email.split("@")[0] ?? "", email });
  await store.people.identify(person.id, { platform: "slack", workspace: "T1", user, outside });
  return person;
}

describe("a request", () => {
  test("runs the longest command that fits", () => {
    const names = ["pmo", "pmo project", "risk"];
    expect(findCommand(names, "/pmo project APOLLO now", "")).toEqual({ name: "pmo project", rest: "APOLLO now" });
    expect(findCommand(names, "PMO", "")).toEqual({ name: "pmo", rest: "" });
    expect(findCommand(names, "/db-risk  Two  spaces", "db-")).toEqual({ name: "risk", rest: "Two  spaces" });
    expect(findCommand(names, "constructor", "")).toBeUndefined();
    expect(findCommand([...names, "show"], "/pmo R-42", "")).toEqual({ name: "show", rest: "R-42" });
  });

  test("that comes twice changes nothing the second time", async () => {
    await answer({ ...said("1"), kind: "command", words: "note first" });
    await answer({ ...said("1"), kind: "command", words: "note second" });
    expect(await store.recall("note")).toBe("first");
  });

  test("that is refused leaves nothing behind, and may be tried again", async () => {
    expect(text(await answer({ ...said("1"), kind: "command", words: "note fail" }))).toBe("That cannot be. Try another.");
    expect(await store.recall("note")).toBeUndefined();
    expect(await store.firstTime("1", now)).toBe(true);
  });

  test("from a form that came back with errors may be sent again as it is", async () => {
    const next = { ...said("form-0"), kind: "submit", action: "note.next", state: "1", answers: {} } as const;
    expect(await answer(next)).toMatchObject({ kind: "form" });
    expect(await answer(next)).toEqual({ kind: "done", repeated: true }); // stored once; the form that followed is open
    expect(await store.recall("note")).toBe("1");
    const again = { ...said("form-1"), kind: "submit", action: "note.form", state: "", answers: {} } as const;
    expect((await answer(again)).kind).toBe("form");
    expect((await answer(again)).kind).toBe("form");
  });

  test("that is longer than anybody types is refused before anybody waits for it", async () => {
    const words = `note ${"x".repeat(40_000)}`;
    expect(text(await answer({ ...said("1"), kind: "command", words }))).toContain("40005 characters");
    expect(await store.recall("note")).toBeUndefined();
  });

  test("that breaks says a number that the log shares, and no stack", async () => {
    const words = text(await answer({ ...said("1"), kind: "command", words: "note break" }));
    const [{ id } = { id: "" }] = logged as { id: string }[];
    expect(words).toContain(id);
    expect(words).not.toMatch(/SyntaxError|at |JSON/);
  });

  test("from a form that is refused gives back what was written", async () => {
    const thought = `A long thought that nobody wants to type again${", nor read twice".repeat(5)}`;
    const answers = { helpAsk: "Vendor late", helpBy: "2026-12-04", helpFrom: "<@U1>", nothing: "", text: thought, after: "Yes" };
    const told = text(await answer({ ...said("1"), kind: "submit", action: "note.send", state: "", answers }));
    expect(told).toBe(
      [
        "The note is too long. Shorten it.",
        "  What you wrote:",
        "Help ask: Vendor late\nHelp by: 2026-12-04\nHelp from: ada",
        `  Text\n> ${thought}`,
        "After: Yes",
      ].join("\n"),
    );
    expect(text(await answer({ ...said("2"), kind: "submit", action: "note.gone", state: "", answers }))).toContain(
      "Help ask: Vendor late",
    );
    expect(text(await answer({ ...said("3"), kind: "submit", action: "note.broken", state: "", answers }))).toContain(
      "Help ask: Vendor late",
    );
  });

  test.each(["constructor", "__proto__", "note.gone"])("for the unknown route %s is told so kindly", async (action) => {
    expect(text(await answer({ ...said("1"), kind: "press", action, value: "" }))).toContain("from before an update");
  });

  test("with a slip of the finger is told the nearest command", async () => {
    expect(text(await answer({ ...said("1"), kind: "command", words: "nota bene" }))).toContain("Did you mean note");
  });
});

describe("somebody", () => {
  test("without a role gets nothing, and is told who can give one", async () => {
    await known("U2", "stranger@example.com");
    expect(text(await answer({ ...said("1", "U2"), kind: "command", words: "note secret" }))).toContain("no role here yet");
    expect(await store.recall("note")).toBeUndefined();
  });

  test("not known yet is looked up outside the answer, with what they asked kept", async () => {
    expect(text(await answer({ ...said("1", "U9"), kind: "command", words: "note later" }))).toContain("looking up who you are");
    const [posting] = await store.outbox.list({ limit: 5 });
    expect(posting).toMatchObject({ job: "identify", payload: { user: { id: "U9" }, intent: { words: "note later" } } });
  });

  test("who left changes nothing", async () => {
    const gone = await known("U3", "gone@example.com");
    await store.people.change(gone.id, { left: "2026-11-01" });
    expect(text(await answer({ ...said("1", "U3"), kind: "command", words: "note x" }))).toContain("you have left");
  });

  test("resumes only what they asked themselves", async () => {
    const pending: Intent = { ...said("7", "U2"), kind: "command", words: "note resumed" };
    await store.remember("pending:7", JSON.stringify(pending));
    await answer({ ...said("8", "U1"), kind: "press", action: "reach.resume", value: "7" });
    expect(await store.recall("note")).toBeUndefined();
    await store.remember("pending:9", JSON.stringify({ ...pending, from: said("9").from }));
    await answer({ ...said("10"), kind: "press", action: "reach.resume", value: "9" });
    expect(await store.recall("note")).toBe("resumed");
  });
});

test("two parts cannot claim one name", () => {
  expect(() => mergeFeatures([part, part])).toThrow("Two parts claim the route note.");
});

describe("the bot reaches", () => {
  const reach = (id: string, more: object) => answer({ ...said(id, "U7"), kind: "reach", reachable: true, ...more });

  test("whoever installs it: they are looked up and greeted", async () => {
    await reach("1", { installed: true });
    expect((await store.outbox.list({ limit: 5 })).map(({ job }) => job)).toEqual(["identify"]);
  });

  test("nobody just because their account changed", async () => {
    await reach("1", {});
    expect(await store.outbox.list({ limit: 5 })).toEqual([]);
    expect(await store.people.byIdentity(said("1", "U7").from)).toBeUndefined();
  });
});
