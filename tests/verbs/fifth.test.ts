import { beforeAll, describe, expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { registerPages } from "../../src/verbs/docs.ts";
import { lesson } from "./lesson.ts";
import { button, formOf, type Office, openOffice, read } from "./office.ts";

describe("a fifth register, declared only here", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice([...records, lesson]);
  });
  const said = async (words: string, who: "ben" | "dev" | "finn" = "ben") => read(await office.says(who, words));

  test("can do all that the others can", async () => {
    expect(await said("lesson Test restores early #APOLLO area:tools owner:<@erin>", "dev")).toContain(
      "L-1 proposed on APOLLO: Test restores early",
    );
    expect(await said("lesson accept L-1")).toContain("L-1 accepted");
    expect(await said("lesson list tools")).toContain("Test restores early");
    expect(await said("l-1")).toContain("Area");
    expect(await said("lesson edit L-1 area:people")).toContain("L-1 changed");
    expect(await said("lesson assign L-1 me")).toContain("assigned to Ben Okafor");
    expect(await said("lesson undo L-1")).toContain("as it was");
    expect(await said("lesson move L-1 shared")).toContain("Shared");
    const raised = formOf(await office.presses("ben", button(await office.says("ben", "L-1"), "Watch for it")));
    expect(read(await office.submits("ben", raised))).toContain("R-1 logged on APOLLO: Test restores early");
    expect(await said("R-1")).toContain("Taught L-1");
    await said("risk Another #APOLLO");
    expect(await said("lesson link L-1 was taught by R-2")).toContain("linked");
    expect(await said("lesson close L-1 not true")).toContain("Dropped");
    expect(await said("lesson history L-1")).toContain("because not true");
    expect(await office.says("ben", "lesson export")).toMatchObject({ kind: "file", name: "lessons-2026-11-23.csv" });
    expect(await said("lesson help")).toContain("Something that others should know");
    expect(formOf(await office.says("ben", "lesson")).title).toBe("Log a lesson");
    expect(await said("lesson lst")).toContain("Did you mean lesson list?");
    const source = { text: "We should have tested the restore\nbefore", url: "https://chat.example/2" };
    expect(formOf(await office.says("ben", "lesson", { source })).fields[0]?.value).toBe("We should have tested the restore");
    expect(office.errors).toEqual([]);
  });

  test("has its page", () => {
    expect(registerPages([...records, lesson])).toContain("## Lessons");
  });
});
