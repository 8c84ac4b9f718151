import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { records } from "../../src/records/index.ts";
import { registerPages } from "../../src/verbs/docs.ts";

test("docs/registers.md says what the declarations say (drumbeat manifests writes it)", () => {
  expect(readFileSync(new URL("../../docs/registers.md", import.meta.url), "utf8")).toBe(registerPages(records));
});
