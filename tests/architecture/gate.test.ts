import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const src = resolve(import.meta.dirname, "../../src");

/** Whoever reads a project past `verbs/reach`, which asks whether it exists for the one who named it, and why that shows nobody anything. */
const whyPast: Readonly<Record<string, string>> = {
  "verbs/reach.ts": "is the gate",
  "verbs/find.ts": "`permitted` asks about the entry, which its owner may read without the project",
  "verbs/matching.ts": "where somebody has entries of their own, and `may` is asked about each",
  "verbs/workplace.ts": "where somebody logged entries themselves, but for confidential ones",
  "verbs/oversight.ts": "for its portfolio alone, of which the rights are asked",
  "features/portfolio/form.ts": "what was just saved by somebody who may",
  "features/portfolio/home.ts": "a channel's home, which is only told to those who lead it",
  "features/portfolio/line.ts": "a message to those who had or have it",
  "features/reach/home.ts": "a message to the PMO and the admins",
  "features/digest/kept.ts": "what was posted, without what is confidential since",
  "features/status/notice.ts": "a message, which asks for its recipient",
  "features/status/posted.ts": "a post in the project's own channel",
  "features/status/owed.ts": "for messages, and asks `sees` for their recipient",
  "features/status/reporter.ts": "tells who ran it that somebody else does now",
};

test("a project that somebody names is looked up behind the one gate", () => {
  const files = ["verbs", "features"].flatMap((folder) =>
    readdirSync(resolve(src, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  );
  const past = files
    .filter((file) => file.endsWith(".ts") && !file.startsWith("features/import/"))
    .filter((file) => /\bprojects\s*\.(get|byKey)\([^()]*,/.test(readFileSync(resolve(src, file), "utf8")));
  expect(past.toSorted()).toEqual(Object.keys(whyPast).toSorted());
});
