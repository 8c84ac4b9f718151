import { expect, test } from "vitest";
import { emptyDesk, take } from "./desk.ts";

test("a time zone of a file counts until a chat knows better, however often the file is imported", async () => {
  const desk = await emptyDesk();
  const { people } = desk.store;
  const file = ["Name,E-mail,Time zone", "Ben Okafor,ben@example.com,Europe/London"];
  const ben = () => people.byEmail("ben@example.com");
  await take(desk, "people", file);
  expect((await ben())?.zone).toBe("Europe/London");
  await take(desk, "people", [file[0] ?? "", "Ben Okafor,ben@example.com,Europe/Berlin"]);
  expect((await ben())?.zone).toBe("Europe/Berlin");

  const profile = { name: "Ben Okafor", email: "ben@example.com", zone: "Asia/Kolkata", outside: false };
  await people.learn({ platform: "slack", workspace: "T1", id: "U1" }, profile);
  await take(desk, "people", file);
  expect((await ben())?.zone).toBe("Asia/Kolkata");
});
