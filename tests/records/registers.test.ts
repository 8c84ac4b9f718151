import { describe, expect, test } from "vitest";
import { answersOf, byWeight, check, openStates, read } from "../../src/core/entry.ts";
import type { Answers } from "../../src/core/fields.ts";
import { type Actor, type Entry, type RecordType, runs, type Verb } from "../../src/core/record-type.ts";
import { records } from "../../src/records/index.ts";
import { drawForm } from "../../src/slack/form.ts";
import { limits } from "../../src/slack/limits.ts";
import { drawMessage } from "../../src/slack/message.ts";
import { formCard } from "../../src/teams/form.ts";
import { maxPayloadBytes, sizeOf } from "../../src/teams/limits.ts";
import { activityOf } from "../../src/teams/message.ts";
import { button, formOf, openOffice, read as told } from "../verbs/office.ts";

const verbs: readonly Verb[] = ["log", "show", "edit", "move", "accept", "assign", "link", "undo", "export"];
const opener = { channel: "C1", direct: false };

test("keys, prefixes and names are each used once", () => {
  for (const of of ["key", "prefix"] as const) expect(new Set(records.map((type) => type[of])).size).toBe(records.length);
  expect(new Set(records.map((type) => type.names.many)).size).toBe(records.length);
});

describe.each(records)("the register of $names.many", (type) => {
  const fields = Object.entries(type.fields);

  test("names only fields that it has", () => {
    const named = [type.title, type.owner, type.due, ...type.columns, ...(type.first ?? []), ...(type.wanted ?? [])].filter(
      (name) => name !== undefined,
    );
    for (const name of named) expect(Object.keys(type.fields)).toContain(name);
    expect(Object.keys(type.fields)).not.toContain("project");
    expect(type.fields[type.title]?.control).toMatchObject({ kind: "text", lines: "one" });
    expect(type.fields[type.title]?.required?.({})).toBe(true);
    if (type.owner !== undefined) expect(type.fields[type.owner]?.control.kind).toBe("person");
    if (type.due !== undefined) expect(type.fields[type.due]?.control.kind).toBe("date");
    expect(type.fields["source"]?.control).toMatchObject({ kind: "text", lines: "many" });
  });

  test("gives every token to one field, in a shape that can be said", () => {
    const tokens = fields.flatMap(([, { token }]) => (token === undefined ? [] : [token]));
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const [name, { token, control }] of fields) {
      if (token === undefined) continue;
      expect(token, name).toMatch(/^[a-z]+:?$/);
      if (!token.endsWith(":")) expect(control.kind).toBe("number");
    }
  });

  test("reaches every state, and ends", () => {
    const reached = new Set([type.initial]);
    for (let before = 0; before < reached.size; ) {
      before = reached.size;
      for (const state of [...reached]) for (const next of type.states[state]?.next ?? []) reached.add(next);
    }
    expect([...reached].sort()).toEqual(Object.keys(type.states).sort());
    expect(openStates(type)).toContain(type.initial);
    for (const state of openStates(type)) expect(type.states[state]?.next.some((next) => type.states[next]?.final)).toBe(true);
    for (const { reason, next } of Object.values(type.states)) {
      expect(next.every((each) => Object.hasOwn(type.states, each))).toBe(true);
      if (reason !== undefined) expect(Object.hasOwn(type.fields, reason) || / /.test(reason)).toBe(true);
    }
  });

  test("says who has every verb, and those who run a project have them all", () => {
    expect(Object.keys(type.who).sort()).toEqual([...verbs].sort());
    for (const verb of verbs) {
      const actors: readonly Actor[] = type.who[verb];
      for (const role of runs) expect(actors, verb).toContain(role);
      if (verb !== "log") for (const actor of actors) expect([...type.who.show, ...type.who.log, "proposer"], verb).toContain(actor);
    }
    expect(type.who.log).not.toContain("viewer");
  });

  test("links to registers that there are, by names of its own, and fills forms with answers that fit", () => {
    for (const { to, raise } of type.links) {
      const target = records.find(({ key }) => key === to) ?? expect.fail(`no ${to}`);
      if (raise?.moves !== undefined) expect(Object.keys(type.states)).toContain(raise.moves);
      const filled = answersOf(raise?.fill(full(type)) ?? {});
      for (const name of Object.keys(filled)) expect(Object.keys(target.fields)).toContain(name);
      const { problems } = check(target.fields, { [target.title]: "x", ...filled });
      expect(Object.values(problems).filter((problem) => !problem.includes("too long"))).toEqual([]);
    }
    expect(new Set(type.links.map(({ kind }) => kind)).size).toBe(type.links.length);
  });

  test("takes back in the form exactly what it stored", () => {
    const values = full(type);
    expect(check(type.fields, answersOf(values))).toEqual({ values, problems: {} });
  });

  test.each(fields)("refuses what does not fit, in words that name the field: %s", (name, field) => {
    const wrong: Readonly<Record<string, readonly string[]>> = {
      text: ["x".repeat(3001)],
      choice: ["nonsense", "toString", "__proto__"],
      number: ["0", "6", "1.5", "x", "1e1", "-1"],
      date: ["2026-02-31", "soon", "2026-1-1", "31/12/2026"],
      person: ["x".repeat(300)],
      lookup: [],
    };
    for (const answer of wrong[field.control.kind] ?? []) {
      const problem = check(type.fields, { [type.title]: "x", [name]: answer }).problems[name];
      expect(problem, answer).toBeTruthy();
      if (field.control.kind === "choice" || field.control.kind === "number") expect(problem).toContain(field.label);
    }
    for (const empty of ["", "   ", undefined])
      expect(check(type.fields, { [type.title]: "x", ...(name === type.title ? {} : { [name]: empty }) }).problems).toEqual({});
  });

  test("reads what no longer fits, and marks it", () => {
    const entry = entryOf(type, { [type.title]: "x", [type.due ?? ""]: "someday", old: "kept" });
    expect(read(type, entry)).toMatchObject({ values: entry.values, misfit: expect.stringContaining("no longer fits") });
    expect(read(type, { ...entryOf(type, { [type.title]: "x" }), state: "gone" }).misfit).toContain("gone");
    expect(read(type, entryOf(type, full(type))).misfit).toBeUndefined();
    for (const each of [entry, entryOf(type, {})]) {
      expect(() => [type.weigh?.(each, "2026-11-23"), type.attention?.(each, "2026-11-23"), type.gist?.(each.values)]).not.toThrow();
    }
  });

  test("says why an open entry needs somebody, and nothing of a closed one", () => {
    const bare = entryOf(type, { [type.title]: "x", [type.due ?? ""]: "2026-11-01" });
    const reasons = type.attention?.(bare, "2026-11-23") ?? [];
    expect(reasons.join()).toMatch(/no owner|nobody named/);
    expect(reasons.join()).toContain("1 Nov");
    for (const state of Object.keys(type.states).filter((each) => type.states[each]?.final))
      expect(type.attention?.({ ...bare, state }, "2026-11-23")).toEqual([]);
    const sorted = [entryOf(type, { [type.title]: "x" }), bare].sort(byWeight(type, "2026-11-23"));
    expect(sorted).toHaveLength(2);
  });

  test("fits Slack and Teams, filled to the brim", async () => {
    const office = await openOffice();
    const long = answersOf(full(type));
    const tokens = formOf(await office.says("ben", type.key));
    const grown = formOf(
      await office.presses("ben", button({ kind: "form", form: tokens }, "More fields"), {
        project: "apollo",
        ...long,
        ...people(type, "<@erin>"),
      }),
    );
    expect(grown.fields).toHaveLength(fields.length + 1);
    // Three bytes a sign in most of the world's scripts, and Teams counts bytes.
    const wide = grown.fields.map((field) =>
      field.control.kind === "text" && field.value !== undefined ? { ...field, value: "漢".repeat(field.value.length) } : field,
    );
    for (const form of [tokens, grown, { ...grown, fields: wide }]) {
      const view = drawForm(form, opener, "T1");
      expect(view.blocks.length).toBeLessThanOrEqual(limits.viewBlocks);
      expect(view.title.text).toBe(form.title);
      expect(form.state.length).toBeLessThanOrEqual(1900);
      expect(sizeOf(formCard(form, { workspace: "T1", dialog: {} }))).toBeLessThanOrEqual(maxPayloadBytes);
    }
    const logged = await office.submits("ben", grown, people(type, "<@erin>"));
    const shown = await office.says("ben", `${type.prefix}-1`);
    const listed = await office.says("ben", `${type.key} list all`);
    for (const reply of [logged, shown, listed]) {
      if (reply.kind !== "message") return expect.fail(told(reply));
      expect(drawMessage(reply.message, "T1").blocks.length).toBeLessThanOrEqual(limits.messageBlocks);
      expect(sizeOf(activityOf(reply.message, "T1"))).toBeLessThanOrEqual(maxPayloadBytes);
      for (const each of reply.message.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : [])))
        expect(each.label.length).toBeLessThanOrEqual(30);
    }
  });
});

/** A value for every field, texts as long as they may be. */
function full(type: RecordType): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(type.fields).map(([name, { control, schema }]) => {
      switch (control.kind) {
        case "text":
          return [name, schema.safeParse("x".repeat(control.max)).success ? "x".repeat(control.max) : "1000000.00"];
        case "choice":
          return [name, Object.keys(control.options)[0]];
        case "number":
          return [name, control.max];
        case "date":
          return [name, "2026-12-15"];
        case "person":
        case "lookup":
          return [name, "someone"];
        default:
          return control satisfies never;
      }
    }),
  );
}

function people(type: RecordType, who: string): Answers {
  return Object.fromEntries(Object.entries(type.fields).flatMap(([name, { control }]) => (control.kind === "person" ? [[name, who]] : [])));
}

function entryOf(type: RecordType, values: Record<string, unknown>): Entry {
  const at = new Date("2026-11-23T10:00:00Z");
  return {
    id: "e",
    type: type.key,
    number: 1,
    project: "p",
    values,
    state: type.initial,
    proposed: false,
    version: 1,
    author: "a",
    createdAt: at,
    changedAt: at,
  };
}
