import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { activitySchema } from "../../src/teams/activity.ts";
import { read } from "../../src/teams/inbound.ts";

const folder = new URL("./payloads/", import.meta.url);

/** Recorded shapes of what Teams sends, each with what it has to be read as. A fix adds a file. */
const payloads = readdirSync(folder).map((file) => {
  const { why, activity, read } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  return { file, why, activity, expected: read };
});

test.each(payloads)("$file: $why", async ({ activity, expected }) => {
  const what = await read(activitySchema.parse(activity), async (teamsId) => `aad-${teamsId}`);
  if (expected === null) return expect(what).toBeUndefined();
  expect({ on: what?.on, intent: what?.intent }).toEqual(expected);
});
