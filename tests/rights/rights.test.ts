import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { forged, nowhereLike, ofNothing, ofPortfolio, ofProject, said, type Target, targetOf, unnamed } from "./asked.ts";
import { canary, type Key, keys, type Name, names, part, type Room } from "./cast.ts";
import { type Act, type Company, openCompany, routes } from "./company.ts";
import { type Drawn, everyDrawn } from "./drawn.ts";
import { matrixOf } from "./matrix.ts";

/** Some of them try a thousand things. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

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

const whatComes = async (name: Name, act: Act, room?: Room): Promise<string> => JSON.stringify(await company.tries(name, act, room));

/** Everything that can be tried on a target: what is typed of it, and what was drawn of another one and is forged. */
function acts(at: Target, of: "project" | "portfolio"): readonly Act[] {
  const typed = said(of === "project" ? ofProject : ofPortfolio, at).map((words) => ({ kind: "command", words }) as const);
  return [...typed, ...drawn.map(({ act }) => forged(company, act, at, of))];
}

/** A project of each kind: UMBRA, foreign and confidential, where an open one beside it is seen or of the same PMO. */
function unseenBy(name: Name): readonly Key[] {
  const { sees = [], entry } = part(name);
  const of: readonly Key[] =
    name === "alma" || sees.includes("VEGA") ? keys : entry || sees.length === 0 ? ["LUNA", "VEGA"] : ["ARGO", "LUNA", "VEGA"];
  return of.filter((key) => !sees.includes(key));
}

/** What somebody learns of a target beyond what they would of one that is nowhere: nothing, where they may see nothing of it. */
function learning(name: Name) {
  const nowhere = new Map<string, string>();
  return async (at: Target, of: "project" | "portfolio", room?: Room): Promise<string> => {
    const missing = nowhereLike(at);
    const [here, there] = [acts(at, of), acts(missing, of)];
    const differs: string[] = [];
    for (const [i, act] of here.entries()) {
      const other = there[i] ?? expect.fail();
      if (JSON.stringify(act) === JSON.stringify(other)) continue; // it names nothing
      const known = nowhere.get(JSON.stringify(other)) ?? unnamed(await whatComes(name, other, room), missing, of);
      nowhere.set(JSON.stringify(other), known);
      const told = unnamed(await whatComes(name, act, room), at, of);
      if (told !== known) differs.push(`${JSON.stringify(act)}\n   ${told}\n   ${known}`);
    }
    return differs.join("\n");
  };
}

describe.each(names)("to %s, a foreign", (name) => {
  const whatDiffers = learning(name);
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
    const { outside, sees = [] }: { readonly outside?: true; readonly sees?: readonly Key[] } = part(name);
    const places: readonly (Room | undefined)[] = [
      undefined,
      "leaders",
      ...(sees.length > 0 || outside ? ["vendor" as const] : []),
      ...(sees.includes("ARGO") ? [] : ["argo" as const]),
    ];
    for (const [route, words] of Object.entries(ofNothing))
      for (const rest of words)
        for (const room of places) {
          if (!hiddenFrom(name, room) && room !== "vendor") continue;
          const { reply } = await company.tries(name, { kind: "command", words: `${route} ${rest}` }, room);
          note(`${route} ${rest}`, reply, room);
          if (room === "vendor" && reply.kind === "message" && reply.to === "here")
            leaks.push(`${route} ${rest} is answered before outsiders`);
        }
    for (const typed of ["", "kanarien", "l"]) note(`look-up ${typed}`, (await company.tries(name, { kind: "lookup", typed })).reply);
    for (const { message } of company.sent.filter(({ to }) => to === name)) note("sent", message);
    expect(leaks.join("\n")).toBe("");
  });
});

describe("in a channel that another organisation shares", () => {
  test.each(names.filter((name) => part(name).outside))(
    "its own project is as good as missing to %s, who is from outside",
    async (name) => {
      expect(await learning(name)(target("VEGA"), "project", "vendor")).toBe("");
    },
  );
});

describe("a right that was taken away", () => {
  test("goes at once, whatever buttons and forms are still in somebody's chat", async () => {
    const [luna, missing] = [target("LUNA"), nowhereLike(target("LUNA"))];
    const [own, nowhere] = [acts(luna, "project"), acts(missing, "project")];
    const differs: string[] = [];
    const end = async () => {
      await company.store.people.unassign(company.id("lena"), "pm", { kind: "project", id: luna.project }, "2026-01-01");
      // She is somebody here still: whoever has no role at all is told so.
      await company.store.people.assign({ person: company.id("lena"), role: "viewer", scope: { kind: "project", id: "p-hermes" } });
    };
    await company.after(end, async () => {
      for (const [i, act] of own.entries()) {
        const one = unnamed(await whatComes("lena", act), luna, "project");
        const other = unnamed(await whatComes("lena", nowhere[i] ?? expect.fail()), missing, "project");
        if (one !== other) differs.push(`${JSON.stringify(act)}\n   ${one}\n   ${other}`);
      }
    });
    expect(differs.join("\n")).toBe("");
  });
});

test("a guest reads no names of people by guessing at them", async () => {
  const told = async (name: Name, words: string) => JSON.stringify((await company.tries(name, { kind: "command", words })).reply);
  for (const words of ["action Call them #ARGO owner:Paull", "action Call them #ARGO owner:Person"]) {
    expect(await told("tom", words)).toMatch(/(Did you mean|could be) .*Person/);
    expect(await told("gita", words)).not.toMatch(/(Did you mean|could be) .*Person/);
  }
});

describe("who may do what", () => {
  const inside = names.filter((name) => (part(name).sees ?? []).includes("ARGO") || part(name).entry);
  const trusted = names.filter((name) => (part(name).sees ?? []).includes("LUNA"));
  test("is as the PMO has it", async () => {
    const page = [
      "# Who may do what",
      "",
      "Everything that can be said, pressed or handed in, tried by everybody on one and the same project. ● is done or answered; nothing is refused.",
      "To the PMO of another portfolio, the PM of another project, guests, members of other organisations, whoever left or was only mentioned, and to",
      "whoever holds nothing, an open project is as good as missing, and so they have no column.",
      "",
      "## On an open project",
      "",
      await matrixOf(company, drawn, target("ARGO"), inside),
      "",
      "## On a confidential project",
      "",
      "It exists for these alone; a role on its portfolio or programme, but for the PMO's, shows nothing of it.",
      "",
      await matrixOf(company, drawn, target("LUNA"), trusted),
      "",
    ].join("\n");
    const path = new URL("../golden/rights.md", import.meta.url);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(path, page);
    expect(page).toBe(readFileSync(path, "utf8"));
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
