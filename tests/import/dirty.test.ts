import { describe, expect, test } from "vitest";
import { tell } from "../../src/cli/import.ts";
import { emptyDesk, fileAt, take } from "./desk.ts";

const lines = (problems: readonly { line: number; column?: string; what: string }[]) =>
  problems.map(({ line, column, what }) => `${line} ${column ?? ""}: ${what}`);

describe("a file with mistakes", () => {
  const projects = [
    "ID,Name,Start,Finish,Budget,PM",
    "1,Apollo,2026-01-01,2026-02-30,£1.2m,",
    "2,Hermes,03/04/2026,,lots,nobody@example.com",
    "1,Twin,,,,",
    "4,Vega,,,,",
  ];

  test("is told all at once, by line, and nothing is written", async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "projects", projects);
    expect(lines(done.problems)).toEqual([
      "2 Finish: “2026-02-30” is a date that does not exist",
      "3 Start: “03/04/2026” is no date written as Y-m-d",
      "3 Budget: “lots” is no amount of money",
      "3 People: nobody here has the e-mail address nobody@example.com",
      "4 Foreign ID: “1” stands on line 2 too",
    ]);
    expect(done.problems.every(({ fix }) => fix.length > 10)).toBe(true);
    expect(done.written).toBe(false);
    expect(done.counts).toEqual({ add: 1, change: 0, same: 0, bad: 3 });
    expect(await desk.store.projects.portfolios()).toEqual([]);
  });

  test("can be imported without its bad lines when somebody says so", async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "projects", projects, { skipBad: true });
    expect(done.written).toBe(true);
    expect((await desk.store.projects.all("2026-11-23")).map(({ name }) => name)).toEqual(["Vega"]);
  });

  test("twins, people nobody knows and a finish before the start are problems too", async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "projects", ["ID,Name,Start,Finish,PM", "1,Apollo,2026-05-01,2026-01-01,", "1,Hermes,,,who@example.com"]);
    expect(lines(done.problems)).toEqual([
      "2 Finish: 2026-01-01 is before the start, 2026-05-01",
      "3 Foreign ID: “1” stands on line 2 too",
      "3 People: nobody here has the e-mail address who@example.com",
    ]);
  });

  test("rows with a cell that cannot be read are held against the others by all that can", async () => {
    const desk = await emptyDesk();
    const keys = await take(desk, "projects", [
      "ID,Key,Name,Start",
      "1,APOLLO,Apollo,soon",
      "2,APOLLO,Hermes,",
      "3,A-1,Vega,",
      "4,A-2,Vega,",
    ]);
    expect(lines(keys.problems)).toEqual([
      "2 Start: “soon” is no date written as Y-m-d",
      "3 Key: APOLLO stands on line 2 too",
      "4 Key: “A-1” cannot be a key",
      "5 Key: “A-2” cannot be a key",
    ]);
    await take(desk, "projects", ["Key,Name", "VEGA,Supplier portal"]);
    const risks = await take(desk, "risks", ["Project,ID,Title,Due", "VEGA,1,Late,never", "VEGA,1,Later,", "NOPE,2,,", "VEGA,3,,"]);
    expect(lines(risks.problems)).toEqual([
      "2 Due: “never” is no date written as Y-m-d",
      "3 : “1” stands on line 2 too",
      "4 Title: the cell is empty",
      "4 Project: there is no project “NOPE”",
      "5 Title: the cell is empty",
    ]);
    const statuses = await take(desk, "statuses", [
      "Project,Date,RAG",
      "VEGA,2026-11-20,pink",
      "VEGA,2026-11-20,Red",
      "NOPE,2026-02-31,Red",
    ]);
    expect(lines(statuses.problems)).toEqual([
      "2 Overall: “pink” is no rating",
      "3 Project: “VEGA” on 2026-11-20 stands on line 2 too",
      "4 Date: “2026-02-31” is a date that does not exist",
      "4 Project: there is no project “NOPE”",
    ]);
  });

  test("what is wrong and what to do about it are told as two sentences", async () => {
    const told = tell(await take(await emptyDesk(), "projects", ["ID,Name,Finish", "1,,2026-13-01", "2", "3,Vega,"]), false);
    expect(told).toContain("line 2, Name: the cell is empty. Every row needs it.");
    expect(told).toContain("line 2, Finish: “2026-13-01” is a date that does not exist. Correct the day or the month.");
    expect(told).toContain("line 3: 1 cell, but the header has 3. Look for");
  });

  test("ragged lines, an unfinished quote and an empty file are said as such", async () => {
    const desk = await emptyDesk();
    const ragged = await take(desk, "projects", "ID,Name\n1,Apollo,what\n2\n3,Vega\n");
    expect(lines(ragged.problems)).toEqual(["2 : 3 cells, but the header has 2.", "3 : 1 cell, but the header has 2."]);
    const open = await take(desk, "projects", 'ID,Name\n1,"Apollo\n2,Vega\n');
    expect(open.problems[0]?.what).toMatch(/breaks off here/);
    expect((await take(desk, "projects", 'ID,Name\n1,"Apollo\n2,Vega\n', { skipBad: true })).written).toBe(false);
    expect(await desk.store.projects.portfolios()).toEqual([]);
    expect((await take(desk, "projects", "")).problems[0]?.what).toBe("The file is empty.");
  });

  test("two columns of one name are not chosen between", async () => {
    const done = await take(await emptyDesk(), "projects", ["Name,Finish,FINISH", "Apollo,2027-01-01,2028-01-01"]);
    expect(lines(done.problems)).toEqual(["1 Finish: 2 columns are called “Finish”"]);
    expect(done.written).toBe(false);
  });

  test("without a column that is needed, the fix names what it may be called", async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "projects", ["ID,Benennung", "1,Apollo"], { skipBad: true });
    expect(lines(done.problems)).toEqual(["1 Name: no column for it"]);
    expect(done.written).toBe(false);
  });
});

describe("a file as spreadsheets write it", () => {
  test("byte order mark, CR LF, semicolons, line breaks in headers and cells", async () => {
    const desk = await emptyDesk();
    const text = '\uFEFF"Project\r\nName";"Foreign ID"\r\n"Data-centre\nexit";A 1\r\n\r\n"Payroll";A 2\r\n;\r\n';
    expect((await take(desk, "projects", text)).problems).toEqual([]);
    expect((await desk.store.projects.byForeignId("A 1", "2026-11-23"))?.name).toBe("Data-centre exit");
    const late = await take(desk, "projects", '\uFEFFName,Finish\r\n"Data-centre\r\nexit",\r\n"Pay",soon\r\n');
    expect(late.problems[0]?.line).toBe(4);
  });

  test("foreign ids of 120 characters and their blanks are kept, and the short keys stay on a second import", async () => {
    const desk = await emptyDesk();
    const id = `${"health and social care network ".repeat(4)}x`.slice(0, 120);
    const file = ["ID,Name", `${id},Health & Social Care Network`, "2,Apollo ERP", "3,Apollo Payroll", "4,Crossrail", "5,Pay (PYR)"];
    expect((await take(desk, "projects", file)).counts.add).toBe(5);
    expect(await desk.store.projects.keys()).toEqual(["AE", "AP", "CROSSRAIL", "HEALTH", "PYR"]);
    expect((await desk.store.projects.byKey("HEALTH", "2026-11-23"))?.foreignId).toBe(id);
    expect((await take(desk, "projects", file)).counts).toEqual({ add: 0, change: 0, same: 5, bad: 0 });
    const more = [...file.slice(0, 1), "6,Crossrail 2", ...file.slice(1)];
    expect((await take(desk, "projects", more)).counts).toEqual({ add: 1, change: 0, same: 5, bad: 0 });
    expect(await desk.store.projects.keys()).toEqual(["AE", "AP", "C2", "CROSSRAIL", "HEALTH", "PYR"]);
  });
});

describe("a dry run", () => {
  test("shows the plan and writes nothing", async () => {
    const desk = await emptyDesk();
    const done = await take(desk, "projects", ["ID,Name,Programme", "1,Apollo,Core systems"], { dryRun: true });
    expect(done.plan.map(({ outcome, words }) => `${outcome} ${words.split(",")[0]}`)).toEqual([
      "add Portfolio IT",
      "add Programme Core systems (CS)",
      "add APOLLO Apollo",
    ]);
    expect(done.written).toBe(false);
    expect(await desk.store.projects.keys()).toEqual([]);
  });
});

test("programmes of one name in two portfolios get two keys", async () => {
  const desk = await emptyDesk();
  await take(desk, "projects", ["Name,Programme", "Apollo,Core systems"]);
  await take(desk, "projects", ["Name,Programme", "Boreas,Core systems", "Ceres,Customer service"], { portfolio: "HR" });
  const keys = (await desk.store.projects.programmes()).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
});

describe("a map", () => {
  test("that is wrong is told whole: not JSON, unknown words, headers that are not there", async () => {
    const desk = await emptyDesk();
    await expect(take(desk, "projects", ["A", "x"], { map: "{" })).rejects.toThrow(/not JSON/);
    await expect(take(desk, "projects", ["A", "x"], { map: '{"columns":{"name":{"heading":"A"}},"skip":1}' })).rejects.toThrow(
      /columns.name.*\n.*skip/s,
    );
    const map = JSON.stringify({ columns: { naem: "A", name: "B" } });
    expect(lines((await take(desk, "projects", ["A,AB", "x,y"], { map })).problems)).toEqual([
      "1 naem: the map names it, but this import has no such field",
      "1 name: the map says “B”, but no header starts like that",
    ]);
    const vague = JSON.stringify({ columns: { name: "Project" } });
    expect(lines((await take(desk, "projects", ["Project start,Project end", "x,y"], { map: vague })).problems)).toEqual([
      "1 name: the map says “Project”, and 2 headers fit",
    ]);
  });

  test("tells how dates, colours and millions are written", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "VEGA,Supplier portal"]);
    const map = JSON.stringify({
      dates: "d/m/Y",
      columns: {
        project: "Which",
        date: "When",
        overall: { header: "Colour", values: { On: "green", Off: "red" }, withheld: "^Exempt", unknown: "^tbc", empty: "skip" },
        forecastCost: { header: "Cost (£m)", scale: "million" },
      },
    });
    const file = [
      "Which,When,Colour,Cost (£m)",
      "vega,03/04/2026,On,£1.20",
      "VEGA,10/04/2026,Exempt under Section 43,",
      "VEGA,17/04/2026,TBC,",
      "VEGA,24/04/2026,,",
    ];
    const done = await take(desk, "statuses", file, { map });
    expect(done.problems).toEqual([]);
    expect(done.counts).toEqual({ add: 3, change: 0, same: 1, bad: 0 });
    const history = await desk.store.reports.history("x", 10);
    expect(history).toEqual([]);
    const vega = await desk.store.projects.byKey("VEGA", "2026-11-23");
    expect((await desk.store.reports.history(vega?.id ?? "", 10)).map(({ period, overall, cost }) => [period, overall, cost])).toEqual([
      ["2026-04-17", "unknown", undefined],
      ["2026-04-10", "withheld", undefined],
      ["2026-04-03", "green", "1200000"],
    ]);
  });
});

describe("statuses", () => {
  test("of a project nobody knows get the nearest keys", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "VEGA,Supplier portal"]);
    const done = await take(desk, "statuses", ["Project,Date,RAG", "VEGAS,2026-04-03,Green"]);
    expect(done.problems).toMatchObject([{ line: 2, what: "there is no project “VEGAS”" }]);
    expect(done.problems[0]?.fix).toContain("Did you mean VEGA?");
  });

  test("a correction is a new revision of the same report", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "VEGA,Supplier portal"]);
    await take(desk, "statuses", ["Project,Date,RAG", "VEGA,2026-04-03,G"]);
    const done = await take(desk, "statuses", ["Project,Date,RAG", "Supplier portal,2026-04-03,A/R"]);
    expect(done.counts).toEqual({ add: 0, change: 1, same: 0, bad: 0 });
    const vega = await desk.store.projects.byKey("VEGA", "2026-11-23");
    expect((await desk.store.reports.revisions(vega?.id ?? "", "2026-04-03")).map(({ overall }) => overall)).toEqual([
      "green",
      "amber/red",
    ]);
  });

  test("of the whole portfolio make projects leave and return, but never because a line was left out", async () => {
    const desk = await emptyDesk();
    const map = JSON.stringify({ complete: true, columns: { project: "id", "project.name": "id", date: "date", overall: "rag" } });
    const file = [
      "id,date,rag",
      "apollo,2026-01-31,green",
      "vega,2026-01-31,red",
      "apollo,2026-02-28,green",
      "apollo,2026-03-31,green",
      "vega,2026-03-31,red",
    ];
    await take(desk, "statuses", file, { map });
    const sizes = async () => {
      const { id = "" } = (await desk.store.projects.portfolio("IT")) ?? {};
      const members: number[] = [];
      for (const date of ["2026-01-31", "2026-02-27", "2026-02-28", "2026-03-30", "2026-03-31"])
        members.push((await desk.store.projects.members(id, date)).length);
      return members;
    };
    expect(await sizes()).toEqual([2, 2, 1, 1, 2]);
    const damaged = [...file, "vega,2026-04-30,red", "apollo,2026-04-30,greenish"];
    const done = await take(desk, "statuses", damaged, { map, skipBad: true });
    expect(done.notes.join()).toContain("no project is taken for one that has left");
    expect(done.written).toBe(true);
    expect(await sizes()).toEqual([2, 2, 1, 1, 2]);
    const { id = "" } = (await desk.store.projects.portfolio("IT")) ?? {};
    expect(await desk.store.projects.members(id, "2026-04-30")).toHaveLength(2);
  });
});

describe("people", () => {
  test("with their roles, found again by e-mail address", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "VEGA,Supplier portal"]);
    const file = [
      "Name,E-mail,Time zone,Roles",
      "Ada Lindqvist,Ada@example.com,Europe/London,pmo organisation; viewer",
      "Chloe Marsh,chloe@example.com,America/New_York,pm #VEGA",
    ];
    expect((await take(desk, "people", file)).counts).toEqual({ add: 2, change: 0, same: 0, bad: 0 });
    expect((await take(desk, "people", file)).counts).toEqual({ add: 0, change: 0, same: 2, bad: 0 });
    const chloe = await desk.store.people.byEmail("chloe@example.com");
    expect((await desk.store.projects.byKey("VEGA", "2026-11-23"))?.pm).toBe(chloe?.id);
    const wrong = await take(desk, "people", [
      "Name,E-mail,Time zone,Roles",
      "Bo,bo@,Mars/Olympus,king",
      "Bo,bo@example.com,Mars/Olympus,king; pm #NOPE",
    ]);
    expect(lines(wrong.problems)).toHaveLength(6);
  });
});

describe("a register", () => {
  const map = fileAt("../../maps/va-iris-raid-2020.json");
  const raid = fileAt("../data/va_iris_raid_2020.csv");

  test("imports a RAID log of somebody else's as risks", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "IRIS,Patient advocate tracking"]);
    const done = await take(desk, "risks", raid, { map });
    expect(done.problems).toEqual([]);
    expect(done.counts).toEqual({ add: 9, change: 0, same: 0, bad: 0 });
    const [first] = await desk.store.entries.find({ type: "risk", text: "Go-live strategy" });
    expect(first).toMatchObject({
      number: 1,
      state: "open",
      values: { category: "delivery", effect: "Code not released to production correctly or in time" },
    });
    expect((await desk.store.entries.history(first?.id ?? ""))[0]).toMatchObject({ effectiveOn: "2020-08-14", source: "import risks.csv" });
    expect((await take(desk, "risks", raid, { map })).counts).toEqual({ add: 0, change: 0, same: 9, bad: 0 });
  });

  test("is checked as its form is", async () => {
    const desk = await emptyDesk();
    await take(desk, "projects", ["Key,Name", "IRIS,Patient advocate tracking"]);
    const done = await take(desk, "risks", [
      "Project,Title,Probability,Owner,State",
      "IRIS,Late,9,nobody@example.com,Open",
      "IRIS,,3,,Asleep",
    ]);
    expect(done.problems.map(({ line, column }) => `${line} ${column}`).sort()).toEqual(
      ["2 Owner", "2 Probability", "3 State", "3 Title"].sort(),
    );
    await expect(take(desk, "riscs", ["A", "b"])).rejects.toThrow(/Did you mean risks/);
  });
});

describe("the same file again, after somebody changed things in chat", () => {
  test("takes nothing back; a file that says something new does", async () => {
    const desk = await emptyDesk();
    const { store } = desk;
    await take(desk, "people", ["Name,E-mail", "Ben Okafor,ben@example.com", "Chloe Marsh,chloe@example.com"]);
    const projects = ["Key,Name,Finish,PM", "VEGA,Supplier portal,2027-06-30,ben@example.com"];
    const risks = ["Project,ID,Title,Probability", "VEGA,1,Supplier may fail,3"];
    const statuses = ["Project,Date,RAG", "VEGA,2026-11-16,Amber"];
    const again = async () => [
      (await take(desk, "projects", projects)).counts.same,
      (await take(desk, "risks", risks)).counts.same,
      (await take(desk, "statuses", statuses)).counts.same,
    ];
    await again();
    const [vega, ben, chloe] = [
      await store.projects.byKey("VEGA", "2026-11-23"),
      await store.people.byEmail("ben@example.com"),
      await store.people.byEmail("chloe@example.com"),
    ];
    const [entry] = await store.entries.find({ type: "risk" });
    const [risk] = desk.types;
    if (!vega || !ben || !chloe || !entry || !risk) throw new Error("not imported");

    const said = { at: desk.now, actor: ben.id, source: "slack", subject: `project:${vega.id}` };
    await store.projects.save({ ...vega, finish: "2027-09-30" });
    await store.record({ ...said, what: "finish", from: "2027-06-30", to: "2027-09-30" });
    await store.people.unassign(ben.id, "pm", { kind: "project", id: vega.id }, "2026-11-23");
    await store.people.assign({ person: chloe.id, role: "pm", scope: { kind: "project", id: vega.id }, from: "2026-11-23" });
    await store.record({ ...said, what: "pm", from: ben.name, to: chloe.name });
    const change = { state: "open", proposed: false, actor: ben.id, source: "slack", effectiveOn: "2026-11-23", at: desk.now };
    await store.entries.change(entry, risk, entry.version, { ...change, values: { ...entry.values, probability: 5 } });
    const report = await store.reports.of(vega.id, "2026-11-16");
    if (report) await store.reports.add({ ...report, overall: "red", source: "slack" });

    expect(await again()).toEqual([1, 1, 1]);
    expect(await store.projects.byKey("VEGA", "2026-11-23")).toMatchObject({ finish: "2027-09-30", pm: chloe.id });
    expect((await store.entries.get(entry.id))?.values["probability"]).toBe(5);
    expect((await store.reports.of(vega.id, "2026-11-16"))?.overall).toBe("red");

    expect((await take(desk, "projects", ["Key,Name,Finish", "VEGA,Supplier portal,2027-12-31"])).counts.change).toBe(1);
    expect((await take(desk, "risks", ["Project,ID,Title,Probability", "VEGA,1,Supplier may fail,4"])).counts.change).toBe(1);
    expect((await take(desk, "statuses", ["Project,Date,RAG", "VEGA,2026-11-16,Green"])).counts.change).toBe(1);
    expect((await store.projects.byKey("VEGA", "2026-11-23"))?.finish).toBe("2027-12-31");
  });
});
