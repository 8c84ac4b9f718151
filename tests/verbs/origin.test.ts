import { expect, test } from "vitest";
import { risk } from "../../src/records/risk.ts";
import { openOffice, read } from "./office.ts";

test("what came with a file says which, wherever it says who logged it", async () => {
  const office = await openOffice();
  const project = (await office.store.projects.byKey("APOLLO", "2026-11-23")) ?? expect.fail();
  const imported = { actor: "drumbeat", source: "import risks.csv", effectiveOn: "2026-11-20", at: new Date("2026-11-20T10:00:00Z") };
  const change = { ...imported, values: { title: "Vendor may miss UAT" }, state: risk.initial, proposed: false };
  await office.store.entries.add(risk, project.id, change, "1");

  expect(read(await office.says("ben", "risk R-1"))).toContain("Logged by Import, risks.csv, changed");
  expect(read(await office.says("ben", "risk history R-1"))).toContain("Import, risks.csv: logged it");
  const file = await office.says("ben", "risk export #APOLLO");
  expect(file.kind === "file" ? file.content : "").toContain('"Import, risks.csv"');
});
