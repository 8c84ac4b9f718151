import { expect, test } from "vitest";
import { compose } from "../../src/features/digest/compose.ts";
import { gather } from "../../src/features/digest/gather.ts";
import { message } from "../../src/features/digest/message.ts";
import { Digest } from "../../src/features/digest/schema.ts";
import { digestMessages, digestText } from "../../src/features/digest/text.ts";
import { printMessage } from "../../src/terminal/print.ts";
import { fiveProjects, friday, lastFriday, manyProjects, type Office, office } from "./office.ts";

const printed = async ({ desk }: Office) => {
  const options = { portfolio: "it portfolio", asOf: friday, since: lastFriday, format: "text" };
  return `${await digestText(desk, options, { text: (messages) => messages.map(printMessage).join("\n\n---- in the thread ----\n\n") })}\n`;
};

test.each([
  [5, 0],
  [50, 45],
  [500, 495],
])("a portfolio of %i fits one screen", async (size, more) => {
  const at = await office();
  await fiveProjects(at);
  await manyProjects(at, more);
  const text = await printed(at);
  await expect(text).toMatchFileSnapshot(`../golden/digest/${size}-projects.txt`);
  const [screen = ""] = text.split("\n---- in the thread ----");
  expect(screen.split("\n").length).toBeLessThan(50);
});

test("a quiet week and an empty portfolio say so", async () => {
  const quiet = await office();
  await quiet.project("LUNA", "Intranet", [{ rating: "green" }, { rating: "green" }]);
  await quiet.project("VEGA", "Supplier portal", [{ rating: "amber" }, { rating: "amber" }]);
  await expect(await printed(quiet)).toMatchFileSnapshot("../golden/digest/quiet.txt");
  await expect(await printed(await office())).toMatchFileSnapshot("../golden/digest/empty.txt");
});

test("the JSON is the documented shape", async () => {
  const at = await office();
  await fiveProjects(at);
  const json = await digestText(at.desk, { portfolio: "IT", asOf: friday, since: lastFriday, format: "json" });
  expect(Digest.parse(JSON.parse(json))).toEqual(JSON.parse(json));
  const same = json.replace(/"[0-9a-f-]{36}"/g, '"00000000-0000-4000-8000-000000000000"');
  await expect(`${same}\n`).toMatchFileSnapshot("../golden/digest/5-projects.json");
});

test("money that the source withholds is left out of the JSON, which promises decimals", async () => {
  const at = await office();
  await at.project("LUNA", "Intranet", [{}, { rating: "green", cost: "withheld" }], { budget: "withheld" });
  const json = JSON.parse(await digestText(at.desk, { portfolio: "IT", asOf: friday, since: lastFriday, format: "json" }));
  const [line] = Digest.parse(json).projects;
  expect([line?.rating, line?.cost, line?.budget]).toEqual(["Green", undefined, undefined]);
});

test("the thread stays within both platforms' limits, and says what it leaves out", async () => {
  const at = await office();
  await manyProjects(at, 5);
  const facts = await gather(at.desk, {
    title: "IT",
    portfolio: (await at.store.projects.portfolio("it")) ?? expect.fail(),
    asOf: friday,
    since: lastFriday,
  });
  const [seen = expect.fail()] = facts.now.projects;
  const projects = Array.from({ length: 10_000 }, (_, i) => ({
    ...seen,
    project: { ...seen.project, id: `${i}`, key: `KEY${i}`, name: "A".repeat(80) },
  }));
  const pages = digestMessages(compose({ ...facts, now: { ...facts.now, projects } }));
  expect(pages).toHaveLength(11);
  for (const page of pages) {
    expect(printMessage(page).length).toBeLessThan(9_000);
    expect(page.blocks.length).toBeLessThanOrEqual(40);
  }
  expect(printMessage(pages.at(-1) ?? expect.fail())).toContain("The rest is not listed here");
});

test("the one screen stays within both platforms' limits at its worst", async () => {
  const at = await office();
  await fiveProjects(at);
  const digest = compose(await gather(at.desk, await reading(at)));
  const long = "Wörter über Wörter ".repeat(20);
  const [exception = expect.fail()] = digest.exceptions;
  const [decision = expect.fail()] = digest.decisions;
  const critical = Array.from({ length: 9 }, (_, i) => ({ ref: `R-${i}`, title: long, gist: long }));
  const worst: Digest = {
    ...digest,
    note: "n".repeat(600),
    scaleChanged: true,
    decisions: Array.from({ length: 30 }, () => ({ ...decision, title: long, note: long })),
    exceptions: Array.from({ length: 300 }, () => ({ ...exception, name: long, reason: long, critical })),
    silent: Array.from({ length: 300 }, (_, i) => ({ project: `S${i}`, name: long, why: "not reported" as const })),
    corrections: Array.from({ length: 30 }, () => ({ at: digest.dataTo, project: "VEGA", was: "Green", is: "Red", what: [] })),
  };
  const screen = message(worst, { rest: "in the thread", footer: ["f".repeat(300), "f".repeat(1200)] });
  const [, ...thread] = digestMessages(worst);
  expect(screen.blocks.length).toBeLessThanOrEqual(40);
  expect(printMessage(screen).length).toBeLessThan(9_000);
  for (const page of thread) expect(printMessage(page).length).toBeLessThan(9_000);
});

async function reading({ store }: Office) {
  const portfolio = (await store.projects.portfolio("it")) ?? expect.fail();
  return { title: "IT", portfolio, asOf: friday, since: lastFriday };
}
