import { beforeAll, describe, expect, test } from "vitest";
import { refOf } from "../../src/core/entry.ts";
import type { Role } from "../../src/core/people.ts";
import { roles } from "../../src/core/people.ts";
import type { Actor, Entry, RecordType, Verb } from "../../src/core/record-type.ts";
import { records } from "../../src/records/index.ts";
import { may } from "../../src/verbs/may.ts";
import { type Office, openOffice, read } from "./office.ts";

const verbsOf = (type: RecordType) => Object.keys(type.who) as Verb[];
const apollo = {
  id: "apollo",
  key: "APOLLO",
  name: "ERP",
  portfolio: "it",
  programme: "core",
  state: "active",
  confidential: false,
} as const;
const me = { id: "me", name: "Me", zone: "UTC", identities: [] };
const asker = (role?: Role, scope: "project" | "programme" | "portfolio" = "project", id: string = apollo.id) => ({
  me,
  rights: { person: "me", held: role === undefined ? [] : [{ person: "me", role, scope: { kind: scope, id } as const }] },
});
const entry = (type: RecordType, more: Partial<Entry> = {}): Entry => ({
  id: "e",
  type: type.key,
  number: 1,
  project: "apollo",
  values: { [type.title]: "x" },
  state: type.initial,
  proposed: false,
  version: 1,
  author: "someone",
  createdAt: new Date(0),
  changedAt: new Date(0),
  ...more,
});

describe.each(records)("who may do what to a $key", (type) => {
  const cases = verbsOf(type).flatMap((verb) => roles.map((role) => [verb, role] as const));

  test.each(cases)("%s as %s on the project", (verb, role) => {
    const named: readonly Actor[] = type.who[verb];
    expect(may(asker(role), type, verb, apollo, verb === "log" ? undefined : entry(type))).toBe(named.includes(role));
  });

  test.each(cases)("%s as %s of another project, portfolio or nothing: never", (verb, role) => {
    for (const other of [asker(role, "project", "vega"), asker(role, "portfolio", "hr"), asker()])
      expect(may(other, type, verb, apollo, verb === "log" ? undefined : entry(type))).toBe(false);
  });

  test.each(cases)("%s as %s above a confidential project: only the PMO and admins", (verb, role) => {
    const secret = { ...apollo, confidential: true };
    const named: readonly Actor[] = type.who[verb];
    const allowed = named.includes(role) && (role === "pmo" || role === "admin");
    expect(may(asker(role, "portfolio", "it"), type, verb, secret, verb === "log" ? undefined : entry(type))).toBe(allowed);
  });

  test.each(cases)("%s as %s to what is only proposed: the team alone", (verb, role) => {
    const team = ["admin", "pmo", "pm", "deputy", "contact", "team"].includes(role);
    const named: readonly Actor[] = type.who[verb];
    if (verb !== "log") expect(may(asker(role), type, verb, apollo, entry(type, { proposed: true }))).toBe(team && named.includes(role));
  });

  test("the owner and the author, beside their roles", () => {
    const owned = entry(type, { values: { [type.title]: "x", [type.owner ?? ""]: "me" } });
    const written = entry(type, { author: "me" });
    for (const verb of verbsOf(type).filter((each) => each !== "log")) {
      const named: readonly Actor[] = type.who[verb];
      expect(may(asker("viewer"), type, verb, apollo, owned), `owner ${verb}`).toBe(named.includes("owner") || named.includes("viewer"));
      expect(may(asker("viewer"), type, verb, apollo, written), `author ${verb}`).toBe(
        named.includes("author") || named.includes("viewer"),
      );
      expect(may(asker(), type, verb, apollo, written), `author without a role ${verb}`).toBe(false);
      expect(may(asker(), type, verb, { ...apollo, confidential: true }, owned), `owner on a confidential project ${verb}`).toBe(false);
    }
  });
});

describe("a forged id reads as one that is not there", () => {
  let office: Office;
  const known = new Map<string, Entry>();
  beforeAll(async () => {
    office = await openOffice();
    for (const type of records) {
      await office.says("chloe", `${type.key} A secret ${type.names.one} #LUNA`);
      known.set(type.key, (await office.store.entries.byNumber(type.key, 1)) ?? expect.fail(type.key));
    }
  });
  const forms = ["entry.edit", "entry.move"] as const;
  const presses = ["show", "edit", "add", "accept", "decline", "take", "back", "history", "undo", "move", "raise"] as const;
  const value = (press: string, id: string) =>
    ["undo", "move", "raise"].includes(press) ? JSON.stringify({ id, version: 1, to: "closed", kind: "became" }) : id;

  test.each(records.flatMap((type) => presses.map((press) => [press, type] as const)))("%s", async (press, type) => {
    const secret = known.get(type.key) ?? expect.fail();
    for (const who of ["ben", "finn", "erin"] as const) {
      const forged = await office.presses(who, { action: `entry.${press}`, value: value(press, secret.id) });
      const missing = await office.presses(who, { action: `entry.${press}`, value: value(press, "nowhere") });
      if (who !== "erin") expect(forged).toEqual(missing); // Erin is the sponsor of LUNA
      if (who !== "erin") expect(read(forged)).not.toContain("secret");
    }
    expect(await office.store.entries.get(secret.id)).toEqual(secret);
  });

  test.each(records.flatMap((type) => forms.map((form) => [form, type] as const)))("%s submitted", async (action, type) => {
    const secret = known.get(type.key) ?? expect.fail();
    const form = (id: string) => ({
      action,
      state: JSON.stringify({ type: type.key, nonce: "forged", shown: [type.title], id, version: 1, to: "closed" }),
      title: "",
      submit: "",
      fields: [],
    });
    const forged = read(await office.submits("ben", form(secret.id), { [type.title]: "Mine now", reason: "x" }));
    expect(forged).toBe(
      read(await office.submits("ben", form("nowhere"), { [type.title]: "Mine now", reason: "x" })).replace("nowhere", secret.id),
    );
    expect(await office.store.entries.get(secret.id)).toEqual(secret);
  });

  test.each(records)("typed, listed, exported or linked: $key", async (type) => {
    const secret = known.get(type.key) ?? expect.fail();
    const ref = refOf(type, secret);
    const never = `${type.prefix}-999`;
    for (const words of ["show", "edit", "move", "close", "accept", "assign", "undo", "history", "link"]) {
      const forged = read(await office.says("ben", `${type.key} ${words} ${ref} ${words === "link" ? ref : ""}`));
      expect(forged).toBe(
        read(await office.says("ben", `${type.key} ${words} ${never} ${words === "link" ? never : ""}`)).replaceAll(never, ref),
      );
    }
    for (const who of ["ben", "finn"] as const) {
      expect(read(await office.says(who, `${type.key} list all`))).not.toContain("secret");
      expect(read(await office.says(who, `${type.key} list all secret`))).toContain("none");
      expect(read(await office.says(who, `${type.key} list #LUNA`))).toContain("There is no project LUNA that you can see.");
      expect(read(await office.says(who, `${type.key} export`))).not.toContain("secret");
    }
  });

  test.each(["", "{}", "null", "[]", '{"id":1}', "x".repeat(3000), '{"type":"risk"}', '{"type":"nothing","nonce":"n","shown":[]}'])(
    "a forged value or state is refused in words: %s",
    async (forged) => {
      for (const press of [...presses, "more", "list", "say"]) {
        const reply = await office.presses("ben", { action: `entry.${press}`, value: forged });
        expect(read(reply)).toMatch(/out of date|that you can see/);
      }
      for (const action of ["entry.log", ...forms])
        expect(read(await office.submits("ben", { action, state: forged, title: "", submit: "", fields: [] }))).toMatch(
          /out of date|that you can see/,
        );
      expect(office.errors).toEqual([]);
    },
  );

  test("a person without any role is told nothing, in a shared channel too", async () => {
    for (const words of ["risk x #VEGA p5 i5", "risk list", "R-1", "risk export", "risk help"])
      expect(read(await office.says("hugo", words, { channel: "vendor", shared: true }))).not.toMatch(/VEGA|secret|R-1 /);
    expect(await office.store.entries.count({ type: "risk" })).toBe(1);
  });
});
