import { DefaultQueryExecutor } from "kysely";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { records } from "../../src/records/index.ts";
import { lesson } from "./lesson.ts";
import { button, formOf, type Office, openOffice, read } from "./office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
const risk = async (number = 1) => (await office.store.entries.byNumber("risk", number)) ?? expect.fail(`no R-${number}`);
const jobs = async () => (await office.postings()).map(({ job }) => job);

describe("editing", () => {
  test("names another owner only for whoever may assign it, and gives back what was written", async () => {
    const withLessons = await openOffice([...records, lesson]);
    await withLessons.says("dev", "lesson Test restores early #APOLLO");
    const form = formOf(await withLessons.says("dev", "lesson edit L-1"));
    const told = read(await withLessons.submits("dev", form, { teacher: withLessons.id("erin"), what: "Test restores" }));
    expect(told).toMatch(/You can read L-1 but not reassign it\. Ben Okafor, who runs APOLLO, can\.[\s\S]*Test restores/);
    expect((await withLessons.store.entries.byNumber("lesson", 1))?.version).toBe(1);
    expect(read(await withLessons.submits("dev", form, { what: "Test restores" }))).toContain("L-1 changed");
  });

  test("and assigning what one proposed ends when it is accepted", async () => {
    await office.says("dev", "risk Server fails #APOLLO owner:<@erin>");
    expect(read(await office.says("dev", "risk assign R-1 <@gita>"))).toContain("assigned to Gita Rao");
    expect(read(await office.says("dev", "risk edit R-1 owner:<@erin>"))).toContain("R-1 changed");
    await office.says("ben", "risk accept R-1");
    expect(read(await office.says("dev", "risk assign R-1 <@gita>"))).toContain("You can read R-1 but not reassign it");
    expect(read(await office.says("dev", "risk edit R-1 owner:<@gita>"))).toContain("You can read R-1 but not edit it");
  });

  test("by words changes what they name and nothing else", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2 cause:old");
    const reply = await office.says("ben", "risk edit R-1 p3 due:15 Dec");
    expect(read(reply)).toContain("R-1 changed on APOLLO: Server fails");
    expect((await risk()).values).toEqual({ title: "Server fails", cause: "old", probability: 3, due: "2026-12-15" });
  });

  test("of an answer that cannot be read opens the form with the error, nothing saved", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    const form = formOf(await office.says("ben", "risk edit R-1 p3 due:31 Feb"));
    expect(form.fields.find(({ name }) => name === "due")?.error).toBe("There is no 31 February.");
    expect(form.fields.find(({ name }) => name === "probability")?.value).toBe("3");
    expect((await risk()).values["probability"]).toBe(2);
  });

  test("[Add] asks only for what is missing; an empty answer of a shown field clears it, of a hidden one does not", async () => {
    const logged = await office.says("ben", "risk Server fails #APOLLO p2 i2 review:friday owner:me");
    const add = formOf(await office.presses("ben", button(logged, "Add")));
    expect(add.fields.map(({ name }) => name)).toEqual(["cause", "response"]);
    await office.submits("ben", add, { cause: "old", response: "mitigate" });
    const edit = formOf(await office.presses("ben", { action: "entry.edit", value: (await risk()).id }));
    await office.submits("ben", edit, { cause: "", response: undefined });
    expect((await risk()).values).toMatchObject({ title: "Server fails", review: "2026-11-27" });
    expect((await risk()).values["cause"]).toBeUndefined();
    expect((await risk()).values["response"]).toBeUndefined();
  });

  test("by two at once: the second sees both versions, and nothing is lost", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2 i2 cause:old");
    const id = (await risk()).id;
    const mine = formOf(await office.presses("ben", { action: "entry.edit", value: id }));
    const hers = formOf(await office.presses("ada", { action: "entry.edit", value: id }));
    await office.submits("ada", hers, { probability: "4", effect: "payroll late" });
    const both = formOf(await office.submits("ben", mine, { probability: "5", cause: "very old" }));
    const shown = read({ kind: "form", form: both });
    expect(shown).toContain("Ada Lindqvist changed R-1 while you were editing");
    expect(shown).toContain("now 4; yours: 5");
    expect(shown).toContain("now payroll late");
    const fields = Object.fromEntries(both.fields.map(({ name, value }) => [name, value]));
    expect(fields).toMatchObject({ probability: "5", cause: "very old", effect: "payroll late", impact: "2" });
    expect((await risk()).values).toMatchObject({ probability: 4, cause: "old" });
    expect(read(await office.submits("ben", both))).toContain("R-1 changed");
    expect((await risk()).values).toMatchObject({ probability: 5, cause: "very old", effect: "payroll late", impact: 2 });
    expect((await risk()).version).toBe(3);
  });

  test("sent twice makes one version", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    const form = formOf(await office.presses("ben", { action: "entry.edit", value: (await risk()).id }));
    const replies = await Promise.all([1, 2, 3].map(() => office.submits("ben", form, { probability: "3" })));
    expect((await risk()).version).toBe(2);
    expect(new Set(replies.map(read)).size).toBe(1);
  });

  test("of an entry that went meanwhile says so and keeps the answers", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    const form = formOf(await office.presses("ada", { action: "entry.edit", value: (await risk()).id }));
    await office.says("ben", "risk undo R-1");
    const lost = formOf(await office.submits("ada", form, { cause: "a long story" }));
    expect(lost.error).toContain("not there any more");
    expect(lost.fields.find(({ name }) => name === "title")?.value).toBe("Server fails");
    expect(read({ kind: "form", form: lost })).toContain("a long story");
  });
});

describe("moving", () => {
  test("takes its reason from the words, or asks for it", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "risk move R-1 mitigating");
    expect(await risk()).toMatchObject({ state: "mitigating" });
    const form = formOf(await office.says("ben", "risk close R-1"));
    expect(form.fields.map(({ label }) => label)).toEqual(["Move to", "Why is it closed?"]);
    expect(formOf(await office.submits("ben", form)).fields[1]?.error).toBe("A reason is needed.");
    await office.submits("ben", form, { reason: "replaced" });
    expect(await risk()).toMatchObject({ state: "closed" });
    expect((await office.store.entries.history((await risk()).id)).at(-1)?.reason).toBe("replaced");
    await office.says("ben", "risk move R-1 open");
    await office.says("ben", "risk move R-1 closed because the supplier signed");
    expect((await office.store.entries.history((await risk()).id)).at(-1)?.reason).toBe("the supplier signed");
  });

  test("to a state that needs a field asks for that field", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "risk move R-1 accepted until 1 March");
    expect(await risk()).toMatchObject({ state: "accepted", values: { acceptedUntil: "2027-03-01" } });
    await office.says("ben", "decision Go live? #APOLLO decider:<@erin> by:friday");
    const form = formOf(await office.says("erin", "decision close D-1"));
    expect(form.fields[1]).toMatchObject({ name: "decision", required: true });
    await office.submits("erin", form, { decision: "Go" });
    expect(await office.store.entries.byNumber("decision", 1)).toMatchObject({ state: "decided", values: { decision: "Go" } });
  });

  test("may be said with the number first, in the direct chat without the register", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    expect(read(await office.says("ben", "R-1 mitigating"))).toContain("is now “Mitigating”");
    expect(read(await office.says("ben", "risk R-1 closed because signed"))).toContain("is now “Closed”");
    expect(read(await office.says("ben", "r-1 history"))).toContain("because signed");
    expect(read(await office.says("ben", "risk 1"))).toContain("Server fails");
    expect(read(await office.says("ben", "R-1 is a worry"))).toContain("Say what to do with R-1");
  });

  test("where it cannot go says where it can", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    expect(read(await office.says("ben", "risk move R-1 nowhere"))).toContain(
      "can go to: Mitigating, Accepted until, Closed, Materialised",
    );
    expect(read(await office.says("ben", "risk move R-1 open"))).toContain("is Open already");
    expect(
      read(await office.presses("ben", { action: "entry.move", value: JSON.stringify({ id: (await risk()).id, to: "gone" }) })),
    ).toContain("can go to");
  });

  test("with a form that was overtaken keeps the reason and says how it stands", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    const form = formOf(await office.says("ben", "risk close R-1"));
    await office.says("ada", "risk edit R-1 p4");
    const again = formOf(await office.submits("ben", form, { reason: "replaced" }));
    expect(again.error).toContain("Somebody changed R-1 meanwhile");
    await office.submits("ben", again);
    expect(await risk()).toMatchObject({ state: "closed", values: { probability: 4 } });
  });
});

describe("what was proposed", () => {
  test("is accepted by who runs the project, and its author is told", async () => {
    await office.says("dev", "risk Vendor late #APOLLO p5 i5");
    expect(read(await office.says("finn", "R-1"))).toContain("There is no R-1 that you can see");
    expect(read(await office.says("erin", "R-1"))).toContain("There is no R-1");
    expect(read(await office.says("dev", "risk accept R-1"))).toContain("Ben Okafor, who runs APOLLO, can");
    const asked = (await office.postings()).find(({ job }) => job === "entry.accept") ?? expect.fail("nobody was asked");
    const message = await office.draw(asked);
    if ("dropped" in message) expect.fail(message.dropped);
    const reply = { kind: "message", message, to: "me" } as const;
    expect(read(reply)).toContain("Dev Patel proposes R-1 on APOLLO: Vendor late");
    expect(await office.presses("ben", button(reply, "Accept"))).toMatchObject({ to: "replace" });
    expect(await risk()).toMatchObject({ proposed: false, version: 2 });
    expect(read(await office.says("finn", "R-1"))).toContain("Vendor late");
    expect(read(await office.says("ben", "risk accept R-1"))).toContain("accepted already");
    const after = await office.draw(asked);
    expect("dropped" in after ? after : read({ ...reply, message: after })).toContain("Accepted.");
    expect(await jobs()).toContain("entry.news");
  });

  test("is its author's to change until it is accepted, and not after", async () => {
    await office.says("dev", "risk Typo in manual #APOLLO p1 i1");
    expect(read(await office.says("dev", "risk edit R-1 p2"))).toContain("R-1 changed");
    await office.says("ben", "risk accept R-1");
    expect(read(await office.says("dev", "risk edit R-1 p5 i5 Fraud at the top"))).toContain(
      "not edit it. Ben Okafor, who runs APOLLO, can.",
    );
    expect(await risk()).toMatchObject({ values: { title: "Typo in manual", probability: 2 } });
  });

  test("can be declined with a reason, and never counts", async () => {
    await office.says("dev", "risk Vendor late #APOLLO p5 i5");
    const form = formOf(await office.presses("ben", { action: "entry.decline", value: (await risk()).id }));
    await office.submits("ben", form, { reason: "known already" });
    expect(await risk()).toMatchObject({ proposed: true });
    expect(read(await office.says("finn", "R-1"))).toContain("There is no R-1");
  });

  test("is for the PMO to accept where the PM has left", async () => {
    await office.store.people.change(office.id("ben"), { left: "2026-11-20" });
    expect(read(await office.says("dev", "risk Vendor late #APOLLO"))).toContain("in the digest once Ada Lindqvist accepts it");
    const asked = (await office.postings()).filter(({ job }) => job === "entry.accept");
    expect(asked.map(({ to }) => to)).toEqual([{ person: office.id("ada") }]);
  });

  test("a deputy accepts for a PM who is away", async () => {
    await office.store.people.addAbsence({ person: office.id("ben"), from: "2026-11-23", to: "2026-11-27", deputy: office.id("ines") });
    await office.says("dev", "risk Vendor late #APOLLO p5 i5");
    expect(read(await office.says("ines", "risk accept R-1"))).toContain("R-1 accepted on APOLLO");
  });
});

describe("the owner", () => {
  test("is asked, takes it on or hands it back", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2 owner:<@dev>");
    const asked = (await office.postings()).find(({ job }) => job === "entry.owner") ?? expect.fail("nobody was asked");
    const message = await office.draw(asked);
    if ("dropped" in message) expect.fail(message.dropped);
    const reply = { kind: "message", message, to: "me" } as const;
    expect(read(reply)).toContain("Ben Okafor named you as owner of R-1 on APOLLO: Server fails");
    expect(read(await office.presses("erin", button(reply, "Hand back")))).toContain("with somebody else");
    await office.presses("dev", button(reply, "Accept"));
    expect(read(await office.says("ben", "risk history R-1"))).toContain("Dev Patel: owner accepted");
    expect(read(await office.presses("dev", button(reply, "Hand back")))).toContain("You handed R-1 back");
    expect((await risk()).values["owner"]).toBeUndefined();
    expect(await office.draw(asked)).toEqual({ dropped: "somebody else owns it now" });
  });

  test("takes it on by the word on the button too", async () => {
    await office.says("ben", "decision Go live in May #APOLLO owner:<@erin>");
    expect(read(await office.says("erin", "decision accept D-1"))).toContain("D-1 is yours on APOLLO");
    expect(read(await office.says("ben", "decision history D-1"))).toContain("Erin Walsh: owner accepted");
    expect(read(await office.says("dev", "decision accept D-1"))).toContain("You can read D-1 but not accept it");
  });

  test("is exactly one, named by who may", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    expect(read(await office.says("ben", "risk assign R-1 <@dev>"))).toContain("R-1 assigned to Dev Patel on APOLLO");
    expect(read(await office.says("ben", "risk assign R-1 Dev"))).toContain("owns R-1 already");
    expect(read(await office.says("finn", "risk assign R-1 <@finn>"))).toContain("You can read R-1 but not reassign it");
    await office.says("dev", "risk assign R-1 to @Erin Walsh");
    expect((await risk()).values["owner"]).toBe(office.id("erin"));
  });

  test("is not told of what they may not see yet, and asked once it is accepted", async () => {
    await office.says("dev", "risk Server fails #APOLLO owner:<@chloe>");
    const asked = async () =>
      (await office.postings()).filter(({ job, to }) => job === "entry.owner" && "person" in to && to.person === office.id("chloe"));
    expect(await Promise.all((await asked()).map(office.draw))).toEqual([{ dropped: "it may not be seen by them" }]);
    await office.says("ben", "risk accept R-1");
    expect(await asked()).toHaveLength(2);
    const message = await office.draw((await asked())[0] ?? expect.fail());
    expect("dropped" in message ? message.dropped : message.summary).toContain("Ben Okafor named you as owner of R-1");
  });

  test("who owns but holds no role may read, and take nothing out", async () => {
    await office.says("ben", "risk Server fails #APOLLO owner:<@chloe>");
    expect(read(await office.says("chloe", "risk list mine"))).toContain("Server fails");
    expect(read(await office.says("chloe", "risk export mine"))).toContain("no risks here that you could export");
  });

  test("without a role reads that one entry; not on a confidential project, and no guest", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "risk assign R-1 <@chloe>");
    expect(read(await office.says("chloe", "R-1"))).toContain("Server fails");
    expect(read(await office.says("chloe", "risk list mine"))).toContain("Server fails");
    expect(read(await office.says("ben", "risk assign R-1 <@hugo>"))).toContain("has no role on APOLLO");
    await office.says("chloe", "risk Merger leaks #LUNA p2");
    expect(read(await office.says("chloe", "risk assign R-2 <@ben>"))).toContain("has no role on LUNA");
  });
});

test("a form of an entry that is gone gives back every answer, as people read it", async () => {
  await office.says("ben", "risk Server fails #APOLLO p2 i2");
  const form = formOf(await office.says("ben", "risk edit R-1"));
  const moving = formOf(await office.says("ben", "risk move R-1 closed"));
  await office.says("ben", "risk undo R-1");
  const reason = "The room is too warm. ".repeat(9).trim();
  expect(read(await office.submits("ben", moving, { reason }))).toBe(
    `There is no entry that you can see. Nothing was changed.\n  What you wrote:\nState: Closed\n  Reason\n> ${reason}`,
  );
  const answers = { title: "Server fails", owner: "<@erin>", due: "2026-12-15", kind: "opportunity" };
  expect(read(await office.presses("ben", button({ kind: "form", form }, "More fields"), answers))).toContain(
    "What you wrote:\nTitle: Server fails\nOwner: Erin Walsh\nDue: 15 Dec\nKind: Opportunity",
  );
});

describe("undo", () => {
  test("of an acceptance is told to whoever proposed it", async () => {
    await office.says("dev", "risk Server fails #APOLLO");
    await office.says("ben", "risk accept R-1");
    await office.says("ben", "risk undo R-1");
    expect((await risk()).proposed).toBe(true);
    const told = await Promise.all((await office.postings()).map(async (each) => [each.to, JSON.stringify(await office.draw(each))]));
    expect(told).toContainEqual([{ person: office.id("dev") }, expect.stringContaining("took back the acceptance of")]);
  });

  test("takes one's own last change back, and a log altogether", async () => {
    const logged = await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "risk edit R-1 p5");
    expect(read(await office.presses("ben", button(logged, "Undo")))).toContain("changed again since");
    expect(read(await office.says("ada", "risk undo R-1"))).toContain("was not yours");
    await office.says("ben", "risk undo R-1");
    expect((await risk()).values["probability"]).toBe(2);
    await office.says("ada", "risk Another #APOLLO");
    await office.says("ada", "risk undo R-2");
    expect(read(await office.says("ada", "R-2"))).toContain("There is no R-2");
    await office.says("ada", "risk Third #APOLLO");
    expect(await risk(3)).toMatchObject({ number: 3 });
    const told = (await office.postings()).filter(({ key }) => key.includes(":again") && key.includes(":logged:"));
    expect(await Promise.all(told.map((posting) => office.draw(posting)))).toMatchObject([{ summary: "R-2 was taken back." }]);
  });

  test("after a link takes back the link, and leaves both entries", async () => {
    await office.says("ben", "risk Supplier may fail #APOLLO");
    await office.says("ben", "issue Supplier failed #APOLLO");
    office.turn("2026-11-23T10:05:00Z");
    await office.says("ben", "risk link R-1 became I-1");
    expect(read(await office.says("ben", "risk undo R-1"))).toContain("The link is taken back: R-1 became I-1. Both stay as they are.");
    expect(read(await office.says("ben", "R-1"))).not.toContain("I-1");
    expect(read(await office.says("ben", "I-1"))).not.toContain("R-1");
    expect(read(await office.says("ben", "risk history R-1"))).toContain("took the link back: became I-1");
    expect(read(await office.says("ben", "risk undo R-1"))).toContain("R-1 is taken back: Supplier may fail");
  });

  test("is offered to nobody who gave away what they held, and says what a second one does", async () => {
    await office.says("ben", "risk Server fails #ORION p2 owner:<@chloe>");
    const given = await office.says("chloe", "risk assign R-1 <@dev>");
    expect(read(given)).toContain("assigned to Dev Patel");
    expect(read(given)).not.toMatch(/undo/i);
    await office.says("ben", "risk edit R-1 p5");
    const undone = await office.says("ben", "risk undo R-1");
    expect(read(undone)).toContain("Undo brings your change back until Tue 10:00.");
    await office.presses("ben", button(undone, "Undo"));
    expect((await risk()).values["probability"]).toBe(5);
  });

  test("without a number takes back the one change that can be meant, and asks which of several", async () => {
    await office.says("ben", "risk Old one #APOLLO p2");
    office.turn("2026-11-24T11:00:00Z");
    expect(read(await office.says("ben", "risk undo"))).toContain("no risk whose last change is yours and less than a day old");
    await office.says("ben", "issue Server failed #APOLLO");
    await office.says("ada", "risk Hers #APOLLO p1");
    await office.says("ben", "risk edit R-1 p5");
    expect(read(await office.says("ben", "risk undo"))).toContain("R-1 is as it was before your change");
    expect((await risk()).values["probability"]).toBe(2);
    office.turn("2026-11-24T11:05:00Z");
    await office.says("ben", "risk Disk full #APOLLO p1");
    const which = await office.says("ben", "risk undo");
    expect(read(which)).toContain("You changed 2 risks in the last day. Nothing was undone yet: which one?");
    expect(read(which)).toContain("R-3 on APOLLO: Disk full, logged Tue 11:05\nR-1 on APOLLO: Old one, changed Tue 11:00");
    expect(read(await office.presses("ben", button(which, "Undo R-3")))).toContain("R-3 is taken back: Disk full");
  });

  test("without a number reads no more of a long register than of a short one", async () => {
    const statements: number[] = [];
    const asked = vi.spyOn(DefaultQueryExecutor.prototype, "executeQuery");
    onTestFinished(() => asked.mockRestore());
    await office.says("ben", "risk Mine #APOLLO p2");
    await office.says("ben", "risk Also mine #APOLLO p2");
    for (const others of [1, 12]) {
      for (let each = 0; each < others; each++) await office.says("ada", `risk Hers ${each} #APOLLO p1`);
      asked.mockClear();
      expect(read(await office.says("ben", "risk undo"))).toContain("You changed 2 risks in the last day.");
      statements.push(asked.mock.calls.length);
    }
    expect(statements[0]).toBe(statements[1]);
  });

  test("ends after a day", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    office.turn("2026-11-24T10:00:01Z");
    expect(read(await office.says("ben", "risk undo R-1"))).toContain("more than a day old");
  });
});

describe("links", () => {
  test("a risk that materialised becomes an issue, linked and moved", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2 effect:“payroll late”");
    const card = await office.says("ben", "R-1");
    const form = formOf(await office.presses("ben", button(card, "Materialised as an issue")));
    expect(form.title).toBe("Log an issue");
    expect(Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))).toMatchObject({
      title: "Server fails",
      project: "apollo",
      impact: "payroll late",
    });
    const issue = await office.submits("ben", form);
    expect(read(issue)).toContain("I-1 logged on APOLLO");
    expect(await risk()).toMatchObject({ state: "materialised" });
    expect(read(await office.says("ben", "R-1"))).toContain("Became I-1 Server fails (Open)");
    expect(read(await office.says("ben", "I-1"))).toContain("Came from R-1 Server fails (Materialised)");
    await office.submits("ben", form);
    expect(await office.store.entries.count({ type: "issue" })).toBe(1);
  });

  test("whose issue is taken back leave the risk in the state that it was in, with what was written since", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "risk move R-1 mitigating");
    const form = formOf(await office.presses("ben", button(await office.says("ben", "R-1"), "Materialised as an issue")));
    await office.submits("ben", form);
    await office.says("ben", "risk edit R-1 p4");
    expect(read(await office.says("ben", "issue undo"))).toContain("R-1 is “Mitigating” again.");
    expect(await risk()).toMatchObject({ state: "mitigating", values: { probability: 4 } });
    expect(read(await office.says("ben", "risk history R-1"))).toContain("because I-1 was taken back");
    await office.submits("ben", formOf(await office.presses("ben", button(await office.says("ben", "R-1"), "Materialised as an issue"))));
    await office.says("ben", "risk move R-1 closed it is over");
    await office.says("ben", "issue undo I-2");
    expect(await risk()).toMatchObject({ state: "closed" });
  });

  test("carry nothing of a confidential project to another, nor the number of what is there", async () => {
    const raise = async (ref: string) =>
      formOf(await office.presses("chloe", button(await office.says("chloe", ref), "Materialised as an issue")));
    await office.says("chloe", "risk Merger target is Acme #LUNA p5 i5");
    const form = await raise("R-1");
    const again = formOf(await office.submits("chloe", form, { project: "vega" }));
    expect(again.fields.find(({ name }) => name === "project")?.error).toContain("R-1 is on LUNA, which is confidential");
    expect(read(await office.submits("chloe", again, { project: "luna" }))).toContain("I-1 logged on LUNA");

    await office.says("chloe", "risk Vendor fails #VEGA p5 i5");
    const raised = await office.submits("chloe", await raise("R-2"), { project: "luna" });
    expect(read(raised)).toContain("I-2 logged on LUNA");
    expect(read(await office.says("finn", "risk history R-2"))).toContain("because became an entry of another project");
    await office.presses("chloe", button(raised, "Undo"));
    expect(read(await office.says("finn", "R-2"))).toContain("Open");
    expect(read(await office.says("finn", "risk history R-2"))).not.toContain("I-2");
  });

  test("are said in either direction; others are refused with those that there are", async () => {
    await office.says("ben", "risk Server fails #APOLLO p2");
    await office.says("ben", "issue Server failed #APOLLO");
    await office.says("ben", "action Buy a server #APOLLO due:friday owner:me");
    expect(read(await office.says("ben", "issue link I-1 came from R-1"))).toContain("linked: R-1 became I-1");
    expect(read(await office.says("ben", "issue link I-1 A-1"))).toContain("linked: I-1 raised A-1");
    expect(read(await office.says("ben", "risk link R-1 eats I-1"))).toContain("link R-1 became I-1");
    expect(read(await office.says("ben", "risk link A-1 became R-1"))).toContain("Say how: link A-1 answers R-1");
    expect(read(await office.says("ben", "risk history R-1"))).toContain("linked it: became I-1");
  });
});

test("in a channel no entry of another project is named, whoever asks", async () => {
  await office.says("ada", "risk Server fails #APOLLO p2");
  await office.says("ada", "issue A secret issue #LUNA");
  expect(await office.says("ada", "risk link R-1 became I-1", { channel: "apollo" })).toMatchObject({ to: "me" });
  const inChannel = await office.says("ada", "risk R-1", { channel: "apollo" });
  expect(inChannel).toMatchObject({ to: "here" });
  expect(read(inChannel)).not.toContain("secret");
  expect(read(await office.says("ada", "R-1"))).toContain("A secret issue");
  expect(read(await office.says("ben", "R-1"))).not.toContain("secret");
  expect(read(await office.says("ben", "risk history R-1"))).not.toContain("I-1");
});

test("a form that claims to be of another register changes nothing of the wrong kind", async () => {
  await office.says("ben", "issue Server failed #APOLLO");
  const issue = (await office.store.entries.byNumber("issue", 1)) ?? expect.fail();
  const state = JSON.stringify({ type: "risk", nonce: "n", shown: ["probability", "title"], id: issue.id, version: 1 });
  await office.submits(
    "ben",
    { action: "entry.edit", state, title: "", submit: "", fields: [] },
    { probability: "5", title: "Server failed" },
  );
  expect((await office.store.entries.get(issue.id))?.values).toEqual({ title: "Server failed" });
});

test("a row that no longer fits is shown and marked, and can be put right", async () => {
  const type = office.types.find(({ key }) => key === "risk") ?? expect.fail();
  const values = { title: "Old one", probability: 9, gone: "kept" };
  const at = new Date("2026-11-20T10:00:00Z");
  await office.store.entries.add(type, "apollo", {
    values,
    state: "open",
    proposed: false,
    actor: office.id("ben"),
    source: "import old.csv",
    effectiveOn: "2026-11-20",
    at,
  });
  expect(read(await office.says("ben", "risk list"))).toContain("⚠ Old one");
  expect(read(await office.says("ben", "R-1"))).toContain("Kept as it was written: Probability no longer fits.");
  const form = formOf(await office.says("ben", "risk edit R-1 i2"));
  expect(form.fields.find(({ name }) => name === "probability")?.error).toContain("from 1 to 5");
  await office.submits("ben", form, { probability: "4" });
  expect((await risk()).values).toEqual({ title: "Old one", probability: 4, impact: 2, gone: "kept" });
});

test("history says who changed what, from which value to which", async () => {
  await office.says("ben", "risk Server fails #APOLLO p2 owner:<@dev>");
  await office.says("ada", "risk edit R-1 p4 owner:<@erin> due:friday");
  await office.says("ben", "risk close R-1 gone");
  const told = read(await office.says("ben", "risk history R-1"));
  expect(told).toContain("Ben Okafor: logged it");
  expect(told).toContain("Ada Lindqvist: Owner Dev Patel → Erin Walsh; Due empty → 27 Nov; Probability 2 → 4");
  expect(told).toContain("Ben Okafor: Open → Closed, because gone");
});
