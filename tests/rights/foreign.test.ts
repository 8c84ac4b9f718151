import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forged, nowhereLike, ofNothing, ofPortfolio, ofProject, said, type Target, targetOf, unnamed } from "./asked.ts";
import { type Key, keys, type Name, names, part } from "./cast.ts";
import { type Act, type Company, canary, openCompany, type Room, routes } from "./company.ts";
import { type Drawn, everyDrawn } from "./drawn.ts";

let company: Company;
let drawn: readonly Drawn[];
const targets = new Map<Key, Target>();
const target = (key: Key): Target => targets.get(key) ?? expect.fail(key);
beforeAll(async () => {
  company = await openCompany();
  for (const key of keys) targets.set(key, await targetOf(company, key));
  drawn = await everyDrawn(company, target("ARGO"));
});
afterAll(async () => {
  expect(company.errors).toEqual([]);
  await company.close();
});

describe("every route is tried:", () => {
  test.each(Object.keys(routes.commands))("command %s", (name) => {
    expect(Object.keys({ ...ofProject, ...ofPortfolio, ...ofNothing })).toContain(name);
  });
  test.each(Object.keys(routes.presses))("button %s", (name) => {
    expect(drawn.map(({ act }) => `${act.kind} ${act.action}`)).toContain(`press ${name}`);
  });
  test.each(Object.keys(routes.submits))("form %s", (name) => {
    expect(drawn.map(({ act }) => `${act.kind} ${act.action}`)).toContain(`submit ${name}`);
  });
});

/** Everything that can be tried on a target: what is typed of it, and what was drawn of another one and is forged. */
function acts(at: Target, of: "project" | "portfolio"): readonly Act[] {
  const typed = said(of === "project" ? ofProject : ofPortfolio, at).map((words) => ({ kind: "command", words }) as const);
  return [...typed, ...drawn.map(({ act }) => forged(company, act, at, of))];
}

/** Whoever has no role at all is answered before anything is looked up: one project of each kind is enough. */
function unseenBy(name: Name): readonly Key[] {
  const { sees = [], holds, entry } = part(name);
  if (entry) return ["LUNA", "VEGA", "UMBRA"];
  return (holds || sees.length > 0 ? keys : (["LUNA", "VEGA"] as const)).filter((key) => !sees.includes(key));
}

describe.each(names)("to %s, a foreign", (name) => {
  const nowhere = new Map<string, string>();
  const whatDiffers = async (at: Target, of: "project" | "portfolio"): Promise<string> => {
    const missing = nowhereLike(at);
    const [here, there] = [acts(at, of), acts(missing, of)];
    const differs: string[] = [];
    for (const [i, act] of here.entries()) {
      const other = there[i] ?? expect.fail();
      if (JSON.stringify(act) === JSON.stringify(other)) continue; // it names nothing
      const known = nowhere.get(JSON.stringify(other)) ?? unnamed(JSON.stringify(await company.tries(name, other)), missing, of);
      nowhere.set(JSON.stringify(other), known);
      const told = unnamed(JSON.stringify(await company.tries(name, act)), at, of);
      if (told !== known) differs.push(`${JSON.stringify(act)}\n   ${told}\n   ${known}`);
    }
    return differs.join("\n");
  };

  test.each(unseenBy(name))("project is as good as missing: %s", async (key) => {
    expect(await whatDiffers(target(key), "project")).toBe("");
  });

  test("portfolio is as good as missing", async () => {
    const { sees = [] } = part(name);
    if (!sees.some((key) => key === "VEGA" || key === "UMBRA")) expect(await whatDiffers(target("VEGA"), "portfolio")).toBe("");
  });

  test("text is in nothing that they are told", async () => {
    const leaks: string[] = [];
    const note = (what: string, told: unknown, room?: Room) => {
      const text = JSON.stringify(told);
      const at = hiddenFrom(name, room)?.exec(text)?.index;
      if (at !== undefined) leaks.push(`${what} in ${room ?? "their chat"}: …${text.slice(Math.max(0, at - 200), at + 60)}`);
    };
    const { holds, sees } = part(name);
    const places = holds || sees ? ([undefined, "argo", "vendor", "leaders"] as const) : ([undefined, "argo"] as const);
    for (const [route, words] of Object.entries(ofNothing))
      for (const rest of words)
        for (const room of places) {
          if (hiddenFrom(name, room))
            note(`${route} ${rest}`, (await company.tries(name, { kind: "command", words: `${route} ${rest}` }, room)).reply, room);
        }
    for (const typed of ["", "kanarien", "l"]) note(`look-up ${typed}`, (await company.tries(name, { kind: "lookup", typed })).reply);
    for (const { message } of company.sent.filter(({ to }) => to === name)) note("sent", message);
    expect(leaks.join("\n")).toBe("");
  });
});

/** Words that this person may read nowhere; in a project's own channel, whoever is of the organisation is on its team. */
function hiddenFrom(name: Name, room?: Room): RegExp | undefined {
  const { sees = [], entry, outside } = part(name);
  const here: Key | undefined = outside ? undefined : room === "argo" ? "ARGO" : room === "vendor" ? "VEGA" : undefined;
  const unseen = keys.filter((key) => !sees.includes(key) && key !== here);
  const words = unseen.flatMap((key) => (entry && key === "ARGO" ? [canary[key]] : [canary[key], key]));
  return words.length === 0 ? undefined : new RegExp(words.join("|"));
}
