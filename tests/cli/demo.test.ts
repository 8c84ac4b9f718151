import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drumbeat, root } from "./run.ts";

const { code, out, err } = await drumbeat(["demo"], tmpdir());

test("the demo ends by itself where nobody is at a terminal, and reads as it did", async () => {
  expect({ code, err }).toEqual({ code: 0, err: "" });
  // Messages to several people at one instant are sent side by side: which is printed first is nobody's promise.
  const inAnyOrder = (text: string) => text.split("\n\n").sort().join("\n\n");
  const golden = join(root, "tests/golden/demo.txt");
  if (!existsSync(golden) || inAnyOrder(out) !== inAnyOrder(readFileSync(golden, "utf8"))) await expect(out).toMatchFileSnapshot(golden);
});

test("the transcript in README is from the demo", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, transcript = ""] = /<!-- transcript -->\n```\n([\s\S]*?)```/.exec(readme) ?? [];
  const parts = transcript.split("\n\n").filter((part) => part.trim() !== "");
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(out).toContain(part.trimEnd());
});
