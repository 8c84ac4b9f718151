import { describe, expect, test } from "vitest";
import type { NewPosting, Settlement } from "../../src/ports/outbox.ts";
import { type Office, office } from "../portfolio/office.ts";

const channel = { platform: "slack", workspace: "T1", channel: "C0LEAD", name: "leadership" } as const;

/** Something that was sent in vain until it was given up. */
async function givenUp({ store, desk }: Office, key: string, more: Partial<NewPosting>, end: Partial<Settlement> = {}): Promise<void> {
  const payload = { text: "Supplier X is insolvent" };
  await store.outbox.add({ key, job: "status.prompt", payload, to: { channel }, class: "prompt", ...more }, desk.now);
  const [claimed] = await store.outbox.claim(desk.now, 1, 60_000);
  if (!claimed) throw new Error("not claimed");
  await store.outbox.settle(
    claimed,
    { state: "failed", error: "Slack does not take it (invalid_blocks) (0a1b2c3d)", ...end } as Settlement,
    desk.now,
  );
}

async function withTrouble(): Promise<Office> {
  const at = await office();
  await givenUp(at, "prompt:ben", { to: { person: await at.id("ben") } });
  await givenUp(
    at,
    "digest:lead",
    { job: "digest.post", class: "digest" },
    { error: "the connection to Slack broke (11111111)", unsure: true },
  );
  const due = new Date(at.desk.now.getTime() - 20 * 60_000);
  await at.store.outbox.add(
    { key: "entry:late", job: "entry.news", payload: null, to: { person: await at.id("dev") }, class: "interactive" },
    due,
  );
  return at;
}

describe("what could not be sent", () => {
  test("is shown to the administrator: what, to whom, since when and why, never what it says", async () => {
    const { says } = await withTrouble();
    const shown = await says("ada", "pmo outbox");
    await expect(shown).toMatchFileSnapshot("../golden/outbox.txt");
    expect(shown).not.toContain("insolvent");
  });

  test("is nobody else's business", async () => {
    const { says, store, id } = await withTrouble();
    await store.people.assign({ person: await id("gita"), role: "pmo", scope: { kind: "portfolio", id: "it" } });
    for (const who of ["ben", "gita", "hugo"])
      for (const words of ["pmo outbox", "pmo outbox resend all"]) expect(await says(who, words)).not.toContain("leadership");
    expect(await store.outbox.byKey("prompt:ben")).toMatchObject({ state: "failed" });
    await store.people.assign({ person: await id("gita"), role: "pmo", scope: { kind: "organisation" } });
    expect(await says("gita", "pmo outbox")).toContain("2 given up");
  });

  test("is sent again one by one, and looked for first where it may have arrived", async () => {
    const { says, presses, store, desk, id } = await withTrouble();
    await says("ada", "pmo outbox");
    const shown = await presses("ada", "Send again"); // the newest: the digest
    expect(shown).toContain("1 given up");
    expect(shown).not.toContain("leadership");
    const claimed = await store.outbox.claim(desk.now, 8, 60_000);
    expect(claimed.find(({ key }) => key === "digest:lead")).toMatchObject({ ambiguous: true, attempts: 1 });
    expect(await presses("ada", "Drop")).toContain("0 given up, 1 late");
    expect(await store.outbox.byKey("prompt:ben")).toMatchObject({ state: "dropped", error: "let go by Ada Lindqvist" });
    expect((await store.changes("outbox")).map(({ what, actor }) => [what, actor])).toEqual([
      ["resent", await id("ada")],
      ["dropped", await id("ada")],
    ]);
  });

  test("is sent again all at once", async () => {
    const { says, store } = await withTrouble();
    expect(await says("ada", "pmo outbox resend")).toContain("Say pmo outbox resend all");
    expect(await says("ada", "pmo outbox resend all")).toContain("2 messages will be sent again");
    expect([await store.outbox.byKey("prompt:ben"), await store.outbox.byKey("digest:lead")]).toMatchObject([
      { state: "waiting", attempts: 0 },
      { state: "waiting", attempts: 0, unsure: true },
    ]);
    expect(await says("ada", "pmo outbox resend all")).toContain("Nothing was given up");
  });

  test("is nothing, most days", async () => {
    const { says } = await office();
    expect(await says("ada", "pmo outbox")).toContain("Nothing was given up, and nothing is late.");
  });

  test("fifty of one kind are one line", async () => {
    const at = await office();
    for (let n = 0; n < 50; n += 1) await givenUp(at, `prompt:${n}`, {}, { error: "Slack does not accept SLACK_BOT_TOKEN (invalid_auth)" });
    expect(await at.says("ada", "pmo outbox")).toContain("And 45 more: 45 × Slack does not accept SLACK_BOT_TOKEN (invalid_auth).");
  });
});
