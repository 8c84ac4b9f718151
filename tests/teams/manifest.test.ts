import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { teamsManifest } from "../../src/teams/manifest.ts";

const require = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(require.resolve("@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json"), "utf8"),
);
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const command = (name: string, fromMessage: boolean) => ({
  name,
  about: `Log ${name}s and look at them. `.repeat(9),
  usage: name,
  fromMessage,
});
const facts = { appId: "5f0e2a55-1111-4c3b-9d3a-0a0b0c0d0e0f", publicUrl: "https://drumbeat.example.com" };

describe("the manifest of the Teams app", () => {
  test.each([
    ["the four registers", ["pmo", "risk", "issue", "action", "decision"]],
    ["more than Teams takes", Array.from({ length: 20 }, (_, i) => `register${i}`)],
    ["names of any length", ["a".repeat(60)]],
    ["nothing from messages", ["pmo"]],
  ])("is valid with %s", (_what, names) => {
    const manifest = teamsManifest({ ...facts, commands: names.map((name) => command(name, name !== "pmo")) });
    validate(manifest);
    expect(validate.errors ?? []).toEqual([]);
  });

  test("is valid as it is checked in, with the ids of nobody", () => {
    validate(JSON.parse(readFileSync(new URL("../../manifests/teams/manifest.json", import.meta.url), "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  test.each([
    ["color.png", 192],
    ["outline.png", 32],
  ])("%s is a square of %i pixels", (name, side) => {
    const png = readFileSync(new URL(`../../manifests/teams/${name}`, import.meta.url));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([side, side]);
  });
});
