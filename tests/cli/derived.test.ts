import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { derivedFiles } from "../../src/cli/derived.ts";
import { root } from "./run.ts";

const files = await derivedFiles({ prefix: "" });

test.each(Object.keys(files))("%s is what the declarations say; npx drumbeat manifests writes it", (path) => {
  expect(existsSync(join(root, path))).toBe(true);
  expect(readFileSync(join(root, path), "utf8")).toBe(files[path]);
});
