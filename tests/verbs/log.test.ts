import { beforeEach, describe, expect, test } from "vitest";
import { button, formOf, type Office, openOffice, read } from "./office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
const risk = (number: number) => office.store.entries.byNumber("risk", number);

describe("a one-liner", () => {
  test("of somebody on the team is proposed, and says who sees it and what is missing", async () => {
    const reply = await office.says("dev", "risk Vendor may miss UAT #APOLLO p4 i5 owner:<@erin> due:2026-12-15");
    const card = read(reply);
    expect(card).toContain("R-1 proposed on APOLLO: Vendor may miss UAT");
    expect(card).toContain("4 × 5 = 20, critical. Due 15 Dec. Erin Walsh is asked to accept it.");
    expect(card).toContain("Seen by the APOLLO team; in the digest once Ben Okafor accepts it.");
    expect(card).toContain("Missing: cause, response.");
    for (const label of ["Add", "Edit", "Undo"]) expect(button(reply, label)).toBeDefined();
    expect(await risk(1)).toMatchObject({ proposed: true, state: "open", author: office.id("dev"), values: { owner: office.id("erin") } });
    const sent = (await office.postings()).map(({ job, to }) => [job, "person" in to ? to.person : to.channel.channel]);
    expect(sent.sort()).toEqual(
      [
        ["entry.owner", office.id("erin")],
        ["entry.accept", office.id("ben")],
        ["entry.told", "apollo"],
      ].sort(),
    );
  });

  test("on a confidential project promises no digest", async () => {
    expect(read(await office.says("chloe", "risk Price falls #LUNA p5 i5"))).toContain(
      "Seen by everybody with a role on LUNA, and in no digest.",
    );
    const proposed = read(await office.says("erin", "risk Press hears of it #LUNA"));
    expect(proposed).toContain("Seen by the LUNA team; by everybody with a role on LUNA once Chloe Marsh accepts it.");
  });

  test("of the PM stands at once", async () => {
    expect(read(await office.says("ben", "risk Vendor may miss UAT #APOLLO p4 i5"))).toContain("R-1 logged on APOLLO");
    expect(await risk(1)).toMatchObject({ proposed: false });
    expect((await office.postings()).map(({ job }) => job)).toEqual(["entry.told"]);
  });

  test("in the project's own channel needs no key, and is read there; in a shared place it is not", async () => {
    expect(await office.says("ben", "risk Server fails p2", { channel: "apollo" })).toMatchObject({ kind: "message", to: "here" });
    expect(await office.postings()).toEqual([]);
    expect(await office.says("ben", "risk Server fails #HERMES p2", { channel: "apollo" })).toMatchObject({ to: "me" });
    expect(await office.says("chloe", "risk Portal fails p2", { channel: "vendor" })).toMatchObject({ to: "me" });
    expect(await office.says("ben", "risk Server fails p2", { channel: "apollo", shared: true })).toMatchObject({ to: "me" });
    await office.says("chloe", "risk Portal fails again #VEGA p2");
    expect((await office.postings()).filter(({ to }) => "channel" in to && to.channel.channel === "vendor")).toEqual([]);
  });

  test("that cannot be read opens the form, names what is wrong and keeps the rest", async () => {
    const form = formOf(await office.says("ben", "risk Vendor may miss UAT #APOLLO p9 due:31 Feb cause:“late again”"));
    expect(form.error).toBeUndefined();
    const by = Object.fromEntries(form.fields.map((field) => [field.name, field]));
    expect(by["title"]?.value).toBe("Vendor may miss UAT");
    expect(by["project"]?.value).toBe("apollo");
    expect(by["cause"]?.value).toBe("late again");
    expect(by["due"]?.error).toBe("There is no 31 February.");
    expect(by["probability"]?.error).toBe("p9: Probability is a whole number from 1 to 5.");
    expect(await risk(1)).toBeUndefined();
    expect(read(await office.submits("ben", form, { due: "2026-12-15", probability: "4" }))).toContain("R-1 logged on APOLLO");
  });

  test("on a project that nobody knows offers the nearest, and keeps the words", async () => {
    const form = formOf(await office.says("ben", "risk Server fails #APOLO p2"));
    expect(read({ kind: "form", form })).toContain("Did you mean APOLLO");
    expect(form.fields.find(({ name }) => name === "title")?.value).toBe("Server fails");
    const secret = formOf(await office.says("ben", "risk Server fails #LUNA p2"));
    expect(secret.fields.find(({ name }) => name === "project")?.error).toBe("There is no project LUNA that you can see.");
  });

  test("of somebody who only reads is refused, with the next step", async () => {
    expect(read(await office.says("finn", "risk Server fails"))).toContain("no role yet on a project where you could log a risk");
    const form = formOf(await office.says("chloe", "risk"));
    await office.store.people.assign({
      person: office.id("chloe"),
      role: "viewer",
      scope: { kind: "project", id: "apollo" },
      from: "2026-01-01",
    });
    const again = formOf(await office.submits("chloe", form, { title: "Server fails", project: "apollo" }));
    expect(again.fields.find(({ name }) => name === "project")?.error).toContain("You can read APOLLO but not log risks on it");
    expect(again.fields.find(({ name }) => name === "title")?.value).toBe("Server fails");
  });

  test("on a project that has left its portfolio is refused, where nobody would find it", async () => {
    const office = await openOffice();
    await office.store.projects.leave("apollo", "2026-11-23");
    for (const reply of [
      await office.says("ben", "risk Vendor late #APOLLO"),
      await office.says("ben", "risk Vendor late", { channel: "apollo" }),
    ])
      expect(read(reply)).toContain("APOLLO is in no portfolio now");
    expect(await office.store.entries.find({ type: "risk" })).toEqual([]);
  });

  test("without a project asks for one; without words asks for all that matters first", async () => {
    const form = formOf(await office.says("ben", "risk Server fails p2"));
    expect(form.fields.map(({ name }) => name)).toEqual(["title", "project", "owner", "due", "probability", "impact"]);
    expect(form.fields.every(({ error }) => error === undefined)).toBe(true);
    const empty = formOf(await office.says("ben", "risk"));
    expect(empty.fields.map(({ value }) => value)).toEqual(empty.fields.map(() => undefined));
  });

  test("names people who are mentioned in the sentence, and knows whoever is new", async () => {
    const onSlack = { platform: "slack", workspace: "terminal" } as const;
    for (const who of ["ben", "dev"] as const)
      await office.store.people.identify(office.id(who), { ...onSlack, user: who, outside: false });
    await office.says("ben", "risk <@dev> may leave #APOLLO owner:<@newcomer>", { platform: "slack" });
    const entry = await risk(1);
    expect(entry?.values["title"]).toBe("@Dev Patel may leave");
    expect(await office.store.people.byIdentity({ ...onSlack, id: "newcomer" })).toMatchObject({
      id: entry?.values["owner"],
    });
  });

  test.each([
    ["owner:nobody", "Nobody called nobody is known here"],
    ["owner:<@gita>", "left on 20 Nov"],
    ["owner:<@hugo>", "has no role on APOLLO"],
  ])("with %s says why not, beside the field", async (owner, why) => {
    await office.store.people.change(office.id("gita"), { left: "2026-11-20" });
    const form = formOf(await office.says("ben", `risk Server fails #APOLLO ${owner}`));
    expect(form.fields.find(({ name }) => name === "owner")?.error).toContain(why);
  });
});

describe("the form", () => {
  test("grows, keeps its answers and writes what was asked for", async () => {
    const small = formOf(await office.says("ben", "risk"));
    const answers = { title: "Server fails", project: "apollo", probability: "2" };
    const large = formOf(await office.presses("ben", button({ kind: "form", form: small }, "More fields"), answers));
    expect(large.fields.length).toBeGreaterThan(15);
    expect(large.fields.find(({ name }) => name === "title")?.value).toBe("Server fails");
    expect(large.fields.find(({ name }) => name === "project")?.shown).toBe("APOLLO ERP replacement");
    expect(read(await office.submits("ben", large, { cause: "old" }))).toContain("R-1 logged");
    expect((await risk(1))?.values).toEqual({ title: "Server fails", probability: 2, cause: "old" });
  });

  test("with wrong answers comes back with all of them and the error beside its field", async () => {
    const form = formOf(await office.says("ben", "risk"));
    const long = "x".repeat(300);
    const again = formOf(await office.submits("ben", form, { title: long, project: "apollo", probability: "7", due: "2026-02-31" }));
    const errors = Object.fromEntries(again.fields.flatMap(({ name, error }) => (error ? [[name, error]] : [])));
    expect(errors).toEqual({
      title: "Title is too long: 300 characters, at most 200.",
      probability: "Probability is a whole number from 1 to 5.",
      due: "There is no 31 February 2026.",
    });
    expect(again.fields.find(({ name }) => name === "title")?.value).toBe(long);
  });

  test("sent a hundred times makes one entry", async () => {
    const form = formOf(await office.says("ben", "risk"));
    const answers = { title: "Server fails", project: "apollo" };
    const replies = await Promise.all(Array.from({ length: 100 }, () => office.submits("ben", form, answers)));
    expect(await office.store.entries.count({ type: "risk" })).toBe(1);
    expect(new Set(replies.map(read)).size).toBe(1);
    expect(office.errors).toEqual([]);
  });

  test("of somebody who left meanwhile is refused, with all that they wrote", async () => {
    const form = formOf(await office.says("dev", "risk"));
    await office.store.people.change(office.id("dev"), { left: "2026-11-23" });
    const told = read(await office.submits("dev", form, { title: "Words of somebody who left", project: "apollo" }));
    expect(told).toContain("The project records say that you have left, so nothing was changed.");
    expect(told).toContain("Words of somebody who left");
  });

  test("of a project that was deleted meanwhile keeps the answers and says so", async () => {
    const form = formOf(await office.says("ben", "risk Server fails #ORION p9"));
    await office.store.projects.remove("orion");
    const again = formOf(await office.submits("ben", form, { probability: "3" }));
    expect(again.fields.find(({ name }) => name === "project")?.error).toMatch(/There is no project ORION|not there any more/);
    expect(again.fields.find(({ name }) => name === "title")?.value).toBe("Server fails");
    expect(read(await office.submits("ben", again, { project: "apollo" }))).toContain("R-1 logged on APOLLO");
  });

  test("from a message keeps its text and the way back", async () => {
    const source = {
      text: "The vendor told us that the test data will not be ready before Christmas, and that nobody there can say when it will be ready\nMore",
      url: "https://chat.example/1",
      author: "<@erin>",
    };
    const form = formOf(await office.says("ben", "risk", { source }));
    const by = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
    expect(by["title"]).toMatch(/^The vendor told us .*…$/);
    expect(by["title"]?.length).toBeLessThanOrEqual(120);
    expect(by["source"]).toContain("More");
    expect(by["source"]).toContain("https://chat.example/1");
    await office.submits("ben", form, { project: "apollo" });
    expect((await risk(1))?.values["source"]).toContain(source.text);
    expect((await risk(1))?.values["source"]).toContain("From @Erin Walsh");
  });
});

describe("words that could be a verb", () => {
  test.each([
    "Close the contract",
    "Export licence may be refused",
    "Link to HMRC may fail",
    "Help desk understaffed",
    "Move servers to Leeds",
    "Open questions remain",
  ])("are a title where no verb fits: %s", async (title) => {
    await office.says("ben", `risk ${title} #APOLLO p2`);
    expect((await risk(1))?.values["title"]).toBe(title);
  });

  test("are asked about when they are a slip of the finger", async () => {
    const reply = await office.says("ben", "risk lst");
    expect(read(reply)).toContain("Did you mean risk list? Nothing was done.");
    expect(read(await office.presses("ben", button(reply, "Yes, list")))).toContain("Risks, open: none.");
    expect(formOf(await office.presses("ben", button(reply, "Log it as a risk"))).fields[0]?.value).toBe("lst");
    expect(read(await office.says("ben", "risk cloze R-4 done"))).toContain("Did you mean risk close R-4 done?");
    expect(read(await office.says("ben", "risk close"))).toContain("Say which one");
  });
});

test("a date of another year is told with its year, in the channel and to the owner", async () => {
  await office.says("ben", "risk Long run #APOLLO p3 i3 due:3 Dec 2027 owner:<@dev>");
  const told = await Promise.all((await office.postings()).map(office.draw));
  expect(told.map((each) => JSON.stringify(each))).toEqual([
    expect.stringContaining("due 3 Dec 2027"),
    expect.stringContaining("due 3 Dec 2027"),
  ]);
});

test("raises nothing for whoever proposed it in the project's channel and may log nothing else there", async () => {
  await office.says("ines", "risk Vendor may miss UAT #APOLLO", { channel: "apollo" });
  expect(await risk(1)).toMatchObject({ proposed: true });
  const card = await office.says("ines", "risk R-1");
  expect(read(card)).toContain("Vendor may miss UAT");
  expect(read(card)).not.toMatch(/Raise an action|Materialised/);
  const raised = { action: "entry.raise", value: JSON.stringify({ id: (await risk(1))?.id, kind: "became" }) };
  expect(read(await office.presses("ines", raised))).toContain("You can read R-1 but not log issues on APOLLO");
  expect(read(await office.says("ben", "risk R-1"))).toContain("Materialised as an issue");
});
