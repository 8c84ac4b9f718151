import { beforeAll, describe, expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
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

  test("an author without a role puts right what is still proposed, unless the project is confidential", () => {
    const written = entry(type, { author: "me", proposed: true });
    for (const verb of verbsOf(type).filter((each) => each !== "log")) {
      const named: readonly Actor[] = type.who[verb];
      expect(may(asker(), type, verb, apollo, written), verb).toBe(named.includes("author") || named.includes("proposer"));
      expect(may(asker(), type, verb, { ...apollo, confidential: true }, written), `${verb}, confidential`).toBe(false);
    }
  });

  test("an owner only named so far sees nothing, as they may be a guest", () => {
    const owned = entry(type, { values: { [type.title]: "x", [type.owner ?? ""]: "me" } });
    const named = { ...asker(), me: { ...me, unknown: true as const } };
    expect([may(asker(), type, "show", apollo, owned), may(named, type, "show", apollo, owned)]).toEqual([true, false]);
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
      expect(may(asker(), type, verb, apollo, written), `author without a role ${verb}`).toBe(verb === "show" && named.includes("author"));
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
        expect(read(reply)).toMatch(/before an update|that you can see/);
      }
      for (const action of ["entry.log", ...forms])
        expect(read(await office.submits("ben", { action, state: forged, title: "", submit: "", fields: [] }))).toMatch(
          /before an update|that you can see/,
        );
      expect(office.errors).toEqual([]);
    },
  );

  test("a person without any role is told nothing, in a shared channel too", async () => {
    const answered = (reply: Reply) => read(reply).replace(/What you wrote:[\s\S]*/, ""); // their own words are no news
    for (const words of ["risk x #VEGA p5 i5", "risk list", "R-1", "risk export", "risk help"])
      expect(answered(await office.says("hugo", words, { channel: "vendor", shared: true }))).not.toMatch(/VEGA|secret|R-1 /);
    expect(await office.store.entries.count({ type: "risk" })).toBe(1);
  });
});

describe("whoever may read but not change", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
    for (const { key } of records) {
      await office.says("ben", `${key} Plain to see #APOLLO`);
      await office.says("ben", `${key} Another #APOLLO`);
    }
  });

  test.each(records.flatMap((type) => (["finn", "dev", "erin"] as const).map((who) => [type, who] as const)))(
    "changes nothing of a $key: %s",
    async (type, who) => {
      const entry = (await office.store.entries.byNumber(type.key, 1)) ?? expect.fail();
      const allowed = (verb: Verb) =>
        (type.who[verb] as readonly Actor[]).includes(who === "finn" ? "viewer" : who === "dev" ? "team" : "sponsor");
      const [ref, to] = [refOf(type, entry), type.states[type.initial]?.next[0] ?? ""];
      const tries: readonly (readonly [Verb, () => Promise<unknown>])[] = [
        ["edit", () => office.says(who, `${type.key} edit ${ref} Something else`)],
        ["edit", () => office.presses(who, { action: "entry.edit", value: entry.id })],
        ["edit", () => forged("entry.edit", { [type.title]: "Something else" })],
        ["move", () => office.says(who, `${type.key} move ${ref} ${to}`)],
        ["move", () => office.says(who, `${type.key} close ${ref} because`)],
        ["move", () => office.presses(who, { action: "entry.move", value: JSON.stringify({ id: entry.id, to }) })],
        ["move", () => forged("entry.move", { state: to, reason: "because" })],
        ["assign", () => office.says(who, `${type.key} assign ${ref} me`)],
        ["accept", () => office.says(who, `${type.key} accept ${ref}`)],
        ["accept", () => office.presses(who, { action: "entry.decline", value: entry.id })],
        ["undo", () => office.says(who, `${type.key} undo ${ref}`)],
        ["undo", () => office.presses(who, { action: "entry.undo", value: JSON.stringify({ id: entry.id, version: 1 }) })],
        [
          "link",
          () => office.presses(who, { action: "entry.raise", value: JSON.stringify({ id: entry.id, kind: type.links[0]?.kind ?? "" }) }),
        ],
        ["show", () => office.presses(who, { action: "entry.take", value: entry.id })],
        ["show", () => office.presses(who, { action: "entry.back", value: entry.id })],
      ];
      const forged = (action: string, answers: Record<string, string>) =>
        office.submits(
          who,
          {
            action,
            state: JSON.stringify({ type: type.key, nonce: who, shown: Object.keys(answers), id: entry.id, version: 1, to }),
            title: "",
            submit: "",
            fields: [],
          },
          answers,
        );
      for (const [verb, attempt] of tries) if (verb === "show" || verb === "undo" || !allowed(verb)) await attempt();
      expect(await office.store.entries.get(entry.id)).toEqual(entry);
      expect(await office.store.changes(`entry:${entry.id}`)).toEqual([]);
      if (!allowed("log")) {
        const count = await office.store.entries.count({ type: type.key });
        await office.says(who, `${type.key} Mine too #APOLLO`);
        await office.submits(
          who,
          { action: "entry.log", state: JSON.stringify({ type: type.key, nonce: who, shown: [] }), title: "", submit: "", fields: [] },
          { [type.title]: "x", project: "apollo" },
        );
        expect(await office.store.entries.count({ type: type.key })).toBe(count);
      }
      if (!allowed("export")) expect(read(await office.says(who, `${type.key} export`))).toContain("nothing");
      expect(office.errors).toEqual([]);
    },
  );

  test("an export holds only projects that one may export from", async () => {
    expect(read(await office.says("hugo", "risk export"))).not.toContain("Plain to see");
    expect(read(await office.says("chloe", "risk export #APOLLO"))).toContain("There is no project APOLLO");
  });
});
