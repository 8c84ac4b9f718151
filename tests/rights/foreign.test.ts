import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nowhereLike, ofNothing, ofPortfolio, ofProject, type Target, targetOf, unnamed } from "./asked.ts";
import { type Key, keys, type Name, names, part } from "./cast.ts";
import { type Company, canary, openCompany, type Room, routes } from "./company.ts";

let company: Company;
const targets = new Map<Key, Target>();
beforeAll(async () => {
  company = await openCompany();
  for (const key of keys) targets.set(key, await targetOf(company, key));
});
afterAll(async () => {
  expect(company.errors).toEqual([]);
  await company.close();
});

const target = (key: Key): Target => targets.get(key) ?? expect.fail(key);
const said = (table: Readonly<Record<string, (target: Target) => readonly string[]>>, target: Target): readonly string[] =>
  Object.entries(table).flatMap(([route, words]) => words(target).map((rest) => `${route === "show" ? "" : route} ${rest}`.trim()));
const seesIn = (name: Name, portfolio: "alpha" | "beta"): boolean =>
  (part(name).sees ?? []).some((key) => (portfolio === "alpha" ? ["ARGO", "LUNA"] : ["VEGA", "UMBRA"]).includes(key));

test("every command stands in a table", () => {
  const known = new Set([...Object.keys(ofProject), ...Object.keys(ofPortfolio), ...Object.keys(ofNothing)]);
  expect(Object.keys(routes.commands).filter((name) => !known.has(name))).toEqual([]);
});

/** Words that this person may read nowhere; in a project's own channel, whoever is of the organisation is on its team. */
function hiddenFrom(name: Name, room?: Room): RegExp | undefined {
  const { sees = [], entry, outside } = part(name);
  const here: Key | undefined = outside ? undefined : room === "argo" ? "ARGO" : room === "vendor" ? "VEGA" : undefined;
  const unseen = keys.filter((key) => !sees.includes(key) && key !== here);
  const words = unseen.flatMap((key) => (entry && key === "ARGO" ? [canary[key]] : [canary[key], key]));
  return words.length === 0 ? undefined : new RegExp(words.join("|"));
}

describe.each(names)("to %s, a foreign", (name) => {
  const differs = async (of: "project" | "portfolio", target: Target): Promise<readonly string[]> => {
    const found: string[] = [];
    const missing = nowhereLike(target);
    const table = of === "project" ? ofProject : ofPortfolio;
    const [foreign, nowhere] = [said(table, target), said(table, missing)];
    for (const [i, words] of foreign.entries()) {
      const one = await company.tries(name, { kind: "command", words });
      const other = await company.tries(name, { kind: "command", words: nowhere[i] ?? "" });
      const [told, untold] = [unnamed(JSON.stringify(one), target, of), unnamed(JSON.stringify(other), missing, of)];
      if (told !== untold) found.push(`${words}\n   ${told}\n   ${untold}`);
    }
    return found;
  };
  const owns = part(name).entry === true;
  const unseen = keys.filter((key) => !(part(name).sees ?? []).includes(key) && !(owns && key === "ARGO"));
  test.each(unseen)("project is as good as missing: %s", async (key) => {
    expect((await differs("project", target(key))).join("\n")).toBe("");
  });
  test("portfolio is as good as missing", async () => {
    if (!seesIn(name, "alpha") && !owns) expect((await differs("portfolio", target("ARGO"))).join("\n")).toBe("");
    if (!seesIn(name, "beta")) expect((await differs("portfolio", target("VEGA"))).join("\n")).toBe("");
  });
  test("text is in nothing that they are told", async () => {
    const found: string[] = [];
    for (const [route, words] of Object.entries(ofNothing))
      for (const rest of words)
        for (const room of [undefined, "argo", "vendor", "leaders"] as const) {
          const forbidden = hiddenFrom(name, room);
          if (!forbidden) continue;
          const { reply } = await company.tries(name, { kind: "command", words: `${route} ${rest}` }, room);
          const leak = forbidden.exec(JSON.stringify(reply));
          if (leak) found.push(`${room} ${route} ${rest}: …${JSON.stringify(reply).slice(Math.max(0, leak.index - 200), leak.index + 60)}`);
        }
    const forbidden = hiddenFrom(name) ?? /(?!)/;
    for (const typed of ["", "kanarien", "l", "u"]) {
      const { reply } = await company.tries(name, { kind: "lookup", typed });
      if (forbidden.test(JSON.stringify(reply))) found.push(`lookup ${typed}: ${JSON.stringify(reply)}`);
    }
    for (const { message } of company.sent.filter(({ to }) => to === name))
      if (forbidden.test(JSON.stringify(message))) found.push(`sent: ${JSON.stringify(message)}`);
    expect(found.join("\n")).toBe("");
  });
});
