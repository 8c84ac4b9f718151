import { expect, test } from "vitest";
import type { Form } from "../../src/chat/form.ts";
import type { Message } from "../../src/chat/message.ts";
import { drawForm } from "../../src/slack/form.ts";
import { drawMessage } from "../../src/slack/message.ts";
import { formCard } from "../../src/teams/form.ts";
import { activityOf } from "../../src/teams/message.ts";
import { formOf, openOffice } from "../verbs/office.ts";

/** One of each shape of screen, as each platform gets it: to be pasted into Block Kit Builder and the cards designer. */
const drawn = {
  slack: (screen: Form | Message) =>
    "fields" in screen ? drawForm(screen, { channel: "C1", direct: false }, "T1") : drawMessage(screen, "T1"),
  teams: (screen: Form | Message) =>
    "fields" in screen ? formCard(screen, { workspace: "T1", dialog: {} }) : activityOf(screen, "T1").attachments[0]?.content,
};

test.each(["slack", "teams"] as const)("the screens of a register on %s", async (platform) => {
  const office = await openOffice();
  const message = async (words: string, who: "ben" | "dev" = "ben") => {
    const reply = await office.says(who, words);
    return reply.kind === "message" ? reply.message : expect.fail(reply.kind);
  };
  const form = formOf(await office.says("ben", "risk"));
  const wrong = formOf(await office.submits("ben", form, { title: "Vendor may miss UAT", probability: "9", owner: "<@erin>" }));
  const logged = await message("risk Vendor may miss UAT #APOLLO p4 i5 owner:<@erin> due:2026-12-15", "dev");
  const shown = await message("R-1");
  await office.says("ben", "risk Server <fails> & *burns* #HERMES p2 i3 due:2026-11-20");
  const listed = await message("risk list");
  const asked = await office.draw((await office.postings()).find(({ job }) => job === "entry.accept") ?? expect.fail("nobody was asked"));
  if ("dropped" in asked) return expect.fail(asked.dropped);
  const screens = { form, "form-with-errors": wrong, logged, shown, listed, asked };
  for (const [name, screen] of Object.entries(screens))
    await expect(`${steady(JSON.stringify(drawn[platform](screen), null, 2))}\n`).toMatchFileSnapshot(
      `../golden/registers/${name}.${platform}.json`,
    );
});

/** Ids are random, and so is what Slack's renderer makes of them; in the files they are numbered as they appear. */
function steady(json: string): string {
  const seen: string[] = [];
  return json.replace(/@[0-9a-f]{10}"/g, '@drawn"').replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!seen.includes(id)) seen.push(id);
    return `id-${seen.indexOf(id) + 1}`;
  });
}
