import { describe, expect, test } from "vitest";
import { type Role, roles, type Scope } from "../../src/core/people.ts";
import { firstAdmins, governs, holds, holdsOn, leads, type Rights, sees } from "../../src/core/rights.ts";

const open = { id: "apollo", portfolio: "it", programme: "core", confidential: false };
const secret = { ...open, confidential: true };
const elsewhere = { id: "vega", portfolio: "hr", programme: "pay", confidential: false };

const scopes: Readonly<Record<string, Scope>> = {
  organisation: { kind: "organisation" },
  portfolio: { kind: "portfolio", id: "it" },
  programme: { kind: "programme", id: "core" },
  project: { kind: "project", id: "apollo" },
};
const others: readonly Scope[] = [
  { kind: "portfolio", id: "hr" },
  { kind: "programme", id: "pay" },
  { kind: "project", id: "vega" },
];
const holding = (role: Role, scope: Scope): Rights => ({ person: "p", held: [{ person: "p", role, scope }] });
const matrix = roles.flatMap((role) => Object.entries(scopes).map(([on, scope]) => ({ role, on, scope })));

describe("who sees a project", () => {
  test("nobody without a role, and nobody by a role on something else", () => {
    expect(sees({ person: "p", held: [] }, open)).toBe(false);
    for (const role of roles)
      for (const scope of others) expect([role, scope, sees(holding(role, scope), open)]).toEqual([role, scope, false]);
  });

  test.each(matrix)(
    "$role of the $on: an open one, yes; a confidential one by a role on itself, or as PMO and admin",
    ({ role, on, scope }) => {
      expect(sees(holding(role, scope), open)).toBe(true);
      expect(sees(holding(role, scope), secret)).toBe(on === "project" || role === "pmo" || role === "admin");
      expect(sees(holding(role, scope), elsewhere)).toBe(on === "organisation");
    },
  );
});

describe("who sets a project up, and who leads it", () => {
  test.each(matrix)("$role of the $on", ({ role, scope }) => {
    const rights = holding(role, scope);
    expect(governs(rights, open)).toBe(role === "admin" || role === "pmo");
    expect(leads(rights, open)).toBe(["admin", "pmo", "pm", "deputy", "manager"].includes(role));
    expect(governs(rights, elsewhere)).toBe((role === "admin" || role === "pmo") && scope.kind === "organisation");
    expect(leads(rights, secret) && !sees(rights, secret)).toBe(false);
  });

  test("a PM of another project leads nothing here, and a team role opens that one project", () => {
    const team = holding("team", { kind: "project", id: "apollo" });
    expect([sees(team, open), sees(team, elsewhere), leads(team, open), holds(team, ["pm"], open)]).toEqual([true, false, false, false]);
    expect(holdsOn(team, ["team"])).toBe(false);
  });
});

describe("the first admins", () => {
  const account = (outside: boolean) => ({ platform: "slack", workspace: "T1", user: "U1", outside }) as const;
  const person = (email: string | undefined, ...outside: boolean[]) => ({
    id: "p",
    identities: outside.map(account),
    ...(email !== undefined && { email }),
  });

  test("are named by e-mail, whatever the case", () => {
    expect(firstAdmins(person("ada@example.com", false), ["Ada@Example.com"])).toEqual([
      { person: "p", role: "admin", scope: { kind: "organisation" } },
    ]);
    expect(firstAdmins(person("ben@example.com", false), ["ada@example.com"])).toEqual([]);
    expect(firstAdmins(person(undefined, false), ["ada@example.com"])).toEqual([]);
  });

  test("are never of another organisation, whatever address it gives them", () => {
    expect(firstAdmins(person("ada@example.com", true), ["ada@example.com"])).toEqual([]);
    expect(firstAdmins(person("ada@example.com", true, false), ["ada@example.com"])).toHaveLength(1);
  });
});
