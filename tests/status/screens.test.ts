import { expect, test } from "vitest";
import { golden, lastWeek, openRoom } from "./room.ts";

test("the four screens read as they are kept", async () => {
  const room = await openRoom(lastWeek);
  const { ben, erin } = room.people;
  const seen: string[] = [];
  const see = (name: string, screen: string) => {
    const { kept, seen: now } = golden(name, screen);
    expect(now, name).toBe(kept);
    seen.push(name);
  };
  await room.store.entries.add(
    room.decision,
    "orion",
    room.entry({ title: "cutover go/no-go", decider: room.id("erin"), needed: "2026-11-27" }),
  );

  await room.turnTo("2026-11-23T09:00:00Z");
  see("prompt", ben.latest());
  see("form", await ben.presses("ORION: Update"));
  see("form-with-more", await ben.presses("More"));
  await ben.presses("Done");
  await ben.presses("APOLLO: No change");
  see("channel-post", room.channel("apollo").at(-1) ?? "");
  await ben.presses("HERMES: No change");

  await room.turnTo("2026-11-24T09:00:00Z");
  see("reminder", ben.latest());
  await room.turnTo("2026-11-25T17:00:00Z");
  see("heads-up", ben.latest());
  await room.turnTo("2026-11-26T10:00:00Z");
  see("escalation", erin.latest());

  await room.turnTo("2026-11-26T11:20:00Z");
  await ben.presses("Update");
  see("receipt", await ben.submits({ Overall: "amber", Summary: "Test data rebuilt", "Green by": "2027-01-29" }));
  see("escalation-answered", erin.latest());
  see("prompt-answered", ben.inbox()[0] ?? "");
  see("status", await room.people.finn.says("status APOLLO"));
  expect(seen).toHaveLength(11);
});

test("what the heads-up quotes is, word for word, what then goes out", async () => {
  const room = await openRoom(lastWeek);
  await room.turnTo("2026-11-25T17:00:00Z");
  const quoted = room.people.ben
    .latest()
    .split("\n")
    .filter((line) => line.startsWith("> "))
    .map((line) => line.slice(2));
  await room.turnTo("2026-11-26T10:00:00Z");
  const sent = ["gita", "erin"].flatMap((name) => room.people[name as "gita" | "erin"].inbox()).join("\n");
  expect(quoted.length).toBeGreaterThan(5);
  for (const line of quoted) expect(sent).toContain(line);
});

test("what a file said of a project is signed by the file and not by somebody who left", async () => {
  const room = await openRoom(lastWeek);
  await room.reported("hermes", "2026-11-16", { author: "drumbeat", source: "import history.csv" });
  expect(await room.people.finn.says("status HERMES")).toMatch(/Reported Mon 16 Nov, \d days ago, imported from history\.csv/);
});
