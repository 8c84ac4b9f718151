import { expect, test } from "vitest";
import { createSeal, newKey } from "../../src/slack/seal.ts";

const [key, other] = [newKey(), newKey()];
const seal = createSeal(key);

test("what was sealed is read again, and looks different each time", () => {
  const [one, two] = [seal.seal("xoxb-secret-ü", "T1:token"), seal.seal("xoxb-secret-ü", "T1:token")];
  expect(one).not.toBe(two);
  expect(one).not.toContain("xoxb");
  for (const each of [one, two]) expect(seal.open(each, "T1:token")).toEqual({ text: "xoxb-secret-ü", withOldKey: false });
});

test("another key, another workspace's row and the other kind of token open nothing", () => {
  const sealed = seal.seal("xoxb-1", "T1:token");
  expect(createSeal(other).open(sealed, "T1:token")).toBeUndefined();
  expect(seal.open(sealed, "T2:token")).toBeUndefined();
  expect(seal.open(sealed, "T1:refresh")).toBeUndefined();
});

test("any bit that was changed is noticed", () => {
  const sealed = seal.seal("xoxb-1", "T1:token");
  const bytes = Buffer.from(sealed.slice(3), "base64url");
  for (let at = 0; at < bytes.length * 8; at++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
    expect(seal.open(`v1.${changed.toString("base64url")}`, "T1:token")).toBeUndefined();
  }
  for (const odd of ["", "v1.", "xoxb-1", `v2.${sealed.slice(3)}`, `v1.${bytes.subarray(0, 28).toString("base64url")}`])
    expect(seal.open(odd, "T1:token")).toBeUndefined();
});

test("the old key reads what it sealed, and seals nothing any more", () => {
  const both = createSeal(other, key);
  expect(both.open(seal.seal("xoxb-1", "T1:token"), "T1:token")).toEqual({ text: "xoxb-1", withOldKey: true });
  expect(seal.open(both.seal("xoxb-1", "T1:token"), "T1:token")).toBeUndefined();
});
