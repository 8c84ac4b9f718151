import { expect, test } from "vitest";
import { digestPage } from "../../src/features/digest/index.ts";

test("the page about the digest's JSON is the one its schema gives", async () => {
  await expect(digestPage()).toMatchFileSnapshot("../../docs/digest-json.md");
});
