import { expect } from "vitest";
import { type Conversations, person } from "./conversation.ts";

export const registers: Conversations = {
  "a one-liner in the project's own channel is logged there, scored and dated": async (world) => {
    const card = await person(world, "ben").says("/risk Vendor may miss UAT p4 i5 due:2026-12-15", { channel: "apollo" });
    expect(card).toContain("R-1 logged on APOLLO: Vendor may miss UAT");
    expect(card).toContain("4 × 5 = 20");
    expect(card).toContain("15 Dec");
    expect(card).toMatch(/Missing: .*cause/);
  },

  "what a team member logs is proposed, accepted by the PM with one press, and the author is told": async (world) => {
    const [dev, ben] = [person(world, "dev"), person(world, "ben")];
    expect(await dev.says("/issue Test data is missing #APOLLO")).toContain("I-1 proposed on APOLLO");
    await world.settle();
    expect(ben.inbox().at(-1)).toContain("Test data is missing");
    await ben.presses("Accept");
    await world.settle();
    expect(dev.inbox().join("\n")).toMatch(/I-1.*accepted|accepted.*I-1/s);
    expect(await person(world, "ada").says("/issue list #APOLLO")).toContain("I-1");
  },

  "without words the form opens; what is wrong stands beside its field and nothing typed is lost": async (world) => {
    const ben = person(world, "ben");
    await ben.says("/risk");
    expect(ben.form()).toContain("Title");
    await ben.submits({ Title: "Supplier may leave", Project: "APOLLO", Due: "2026-12-20", Probability: "9" });
    expect(ben.form()).toContain("Supplier may leave");
    expect(ben.form()).toMatch(/5/);
    const card = await ben.submits({ Probability: "3" });
    expect(card).toContain("R-1 logged on APOLLO: Supplier may leave");
    expect(ben.form()).toBeUndefined();
  },

  "an unknown project gets the nearest keys, and the words are kept": async (world) => {
    const ben = person(world, "ben");
    const said = await ben.says("/risk Vendor may miss UAT #APOLO");
    const seen = `${said}\n${ben.form() ?? ""}`;
    expect(seen).toContain("APOLLO");
    expect(seen).toContain("Vendor may miss UAT");
  },

  "a date that does not exist is named, and the words are kept": async (world) => {
    const ben = person(world, "ben");
    const seen = `${await ben.says("/action Call the bank #APOLLO due:2026-02-31")}\n${ben.form() ?? ""}`;
    expect(seen).toContain("There is no 31 February");
    expect(seen).toContain("Call the bank");
  },

  "an entry is edited, moved with a reason, shown with its history, and undone": async (world) => {
    const ben = person(world, "ben");
    await ben.says("/risk Vendor may miss UAT #APOLLO p4 i5");
    expect(await ben.says("/risk edit R-1 p2")).toContain("2 × 5 = 10");
    await ben.says("/risk close R-1 UAT passed");
    const history = await ben.says("/risk history R-1");
    expect(history).toContain("UAT passed");
    expect(history).toContain("4");
    expect(await ben.says("/risk undo R-1")).toContain("R-1");
    expect(await ben.says("/risk list #APOLLO")).toContain("R-1");
  },

  "a list is narrowed as in other tools: by state:, owner: and project:, and a slip in them logs nothing": async (world) => {
    const [ben, ada] = [person(world, "ben"), person(world, "ada")];
    await ben.says("/risk Vendor may miss UAT #APOLLO owner:me");
    await ben.says("/risk Server fails #HERMES");
    await ben.says("/risk close R-2 replaced");
    const open = await ada.says("/risk list state:open owner:@ben");
    expect(open).toContain("Risks, open, owned by Ben Okafor: 1");
    expect(open).toContain("Vendor may miss UAT");
    expect(await ada.says("/risk list state:closed project:HERMES")).toContain("Server fails");
    expect(await ada.says("/risk list stat:open")).toContain("Did you mean state:?");
    expect(await ada.says("/risk list all")).toContain("Risks, open and closed: 2");
  },

  "two people edit one entry: the second sees both versions": async (world) => {
    const [ben, ada] = [person(world, "ben"), person(world, "ada")];
    await ben.says("/risk Vendor may miss UAT #APOLLO p4 i5");
    await ada.says("/risk edit R-1");
    await ben.says("/risk edit R-1");
    await ben.submits({ Title: "Vendor will miss UAT" });
    await ada.submits({ Title: "Vendor may miss user acceptance" });
    expect(ada.form()).toContain("Vendor will miss UAT");
    expect(ada.form()).toContain("Vendor may miss user acceptance");
  },

  "the same words work in the direct chat and by mention in a thread": async (world) => {
    const ben = person(world, "ben");
    expect(await ben.says("risk Said in the direct chat #APOLLO")).toContain("R-1");
    expect(await ben.says("risk Said in a thread", { channel: "apollo", thread: true })).toContain("R-2");
  },

  "a slip in the command gets the nearest one": async (world) => {
    expect(await person(world, "ben").says("/pmo proejcts")).toContain("pmo projects");
  },

  "text that a person wrote never comes alive": async (world) => {
    const ben = person(world, "ben");
    const card = await ben.says("/risk <!channel> *look* [here](https://evil.example) #APOLLO");
    expect(card).toContain("<!channel> *look* [here](https://evil.example)");
  },
};
