import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/app/index.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Intent } from "../../src/chat/intent.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Answers } from "../../src/core/fields.ts";
import { features } from "../../src/features/index.ts";
import type { Answer } from "../../src/ports/adapter.ts";
import { records } from "../../src/records/index.ts";
import type { OpenStore } from "../../src/store/index.ts";
import { databases, withProjects } from "../store/stores.ts";
import { formOf, read } from "./office.ts";

/** People of the PMO, who all may change an entry: every other one on Teams. */
const people = 50;
const submits = 100;
const now = new Date("2026-11-23T10:00:00Z");
const quiet = { info: () => undefined, warn: () => undefined };

describe.each(databases)("on $name", ({ open }) => {
  let store: OpenStore;
  let answer: Answer;
  let requests: number;
  const errors: object[] = [];
  beforeEach(async () => {
    store = await open(records);
    requests = 0;
    await withProjects(store, "APOLLO");
    for (let i = 0; i < people; i++) {
      const { id } = await store.people.add({ name: `Editor ${i}`, email: `editor${i}@example.com` });
      const { platform, workspace, id: user } = userOf(i);
      await store.people.identify(id, { platform, workspace, user, outside: false });
      await store.people.assign({ person: id, role: "pmo", scope: { kind: "portfolio", id: "it" }, from: "2026-01-01" });
    }
    const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
    const log = { ...quiet, error: (facts: object) => void errors.push(facts) };
    answer = createApp({ store, types: records, settings, clock: { now: () => now }, log, features: features(records) });
  });
  afterEach(async () => {
    expect(errors.splice(0)).toEqual([]);
    await store.close();
  });

  const said = (i: number) => {
    const from = userOf(i);
    return {
      id: `request-${++requests}`,
      from,
      at: { platform: from.platform, workspace: from.workspace, channel: from.id, direct: true },
    };
  };
  const says = (i: number, words: string): Promise<Reply> => answer({ ...said(i), kind: "command", words });
  const submitOf = (i: number, { action, state, fields }: Form, answers: Answers): Intent => {
    const held = Object.fromEntries(fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
    return { ...said(i), kind: "submit", action, state, answers: { ...held, ...answers } };
  };
  const everybody = Array.from({ length: people }, (_, i) => i);
  const title = (i: number) => `As editor ${i} reads it`;
  const titlesOf = async (id: string) => (await store.entries.history(id)).map(({ values }) => values["title"]);

  test.each(records)(
    "of 50 who edit one $key at once, one is kept each round, and 49 are told with their text in their hands",
    async (type) => {
      await says(0, `${type.key} The supplier may fail #APOLLO`);
      const entry = (await store.entries.byNumber(type.key, 1)) ?? expect.fail();
      const ref = `${type.prefix}-1`;
      let forms = await Promise.all(everybody.map(async (i) => ({ i, form: formOf(await says(i, `${type.key} edit ${ref}`)) })));
      for (const version of [2, 3]) {
        const replies = await Promise.all(
          forms.map(async ({ i, form }) => ({ i, reply: await answer(submitOf(i, form, { title: title(i) })) })),
        );
        const kept = replies.filter(({ reply }) => reply.kind === "message");
        expect(kept).toHaveLength(1);
        expect(await titlesOf(entry.id)).toHaveLength(version);
        expect((await titlesOf(entry.id)).at(-1)).toBe(title(kept[0]?.i ?? -1));
        expect(replies).toHaveLength(people - version + 2);
        forms = replies.filter(({ reply }) => reply.kind === "form").map(({ i, reply }) => ({ i, form: formOf(reply) }));
        for (const { i, form } of forms) {
          expect(form.fields.find(({ name }) => name === type.title)?.value).toBe(title(i));
          expect(read({ kind: "form", form })).toContain(
            `Editor ${kept[0]?.i} changed ${ref} while you were editing (version ${version - 1} is now ${version})`,
          );
        }
      }
    },
  );

  describe.each([
    ["Slack", 0],
    ["Teams", 1],
  ] as const)("from %s", (_, who) => {
    test.each(records)(`a form for a new $key, handed in ${submits} times at once, is one row`, async (type) => {
      const form = formOf(await says(who, type.key));
      const given = { title: "Handed in over and over", project: "apollo" };
      const first = submitOf(who, form, given);
      // Half of them the very same request again, half pressed anew on a form that is still open.
      const all = Array.from({ length: submits }, (_, i) => (i % 2 === 0 ? first : submitOf(who, form, given)));
      const replies = await Promise.all(all.map((each) => answer(each)));
      expect(await store.entries.count({ type: type.key })).toBe(1);
      const { id } = (await store.entries.byNumber(type.key, 1)) ?? expect.fail();
      expect(await titlesOf(id)).toEqual(["Handed in over and over"]);
      for (const reply of replies) if (reply.kind !== "done") expect(read(reply)).toContain(`${type.prefix}-1`);
    });

    test.each(records)(`an edit of a $key, handed in ${submits} times at once, is one version`, async (type) => {
      await says(who, `${type.key} The supplier may fail #APOLLO`);
      const form = formOf(await says(who, `${type.key} edit ${type.prefix}-1`));
      await Promise.all(Array.from({ length: submits }, () => answer(submitOf(who, form, { title: "The supplier has failed" }))));
      const { id } = (await store.entries.byNumber(type.key, 1)) ?? expect.fail();
      expect(await titlesOf(id)).toEqual(["The supplier may fail", "The supplier has failed"]);
    });

    test(`a status, handed in ${submits} times at once, is one revision`, async () => {
      const form = formOf(await says(who, "status #APOLLO green All is well"));
      const replies = await Promise.all(Array.from({ length: submits }, () => answer(submitOf(who, form, {}))));
      const period = (await store.reports.latest("apollo"))?.period ?? expect.fail();
      expect(await store.reports.revisions("apollo", period)).toHaveLength(1);
      expect(replies.filter(({ kind }) => kind === "message")).toHaveLength(1);
    });
  });
});

function userOf(i: number) {
  return i % 2 === 0
    ? ({ platform: "slack", workspace: "T1", id: `U${i}` } as const)
    : ({ platform: "teams", workspace: "tenant", id: `aad-${i}` } as const);
}
