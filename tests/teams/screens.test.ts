import { describe, expect, test } from "vitest";
import type { Form, FormField } from "../../src/chat/form.ts";
import type { Block, Message } from "../../src/chat/message.ts";
import { bold, link, mention, text } from "../../src/chat/text.ts";
import { formCard } from "../../src/teams/form.ts";
import { maxPayloadBytes } from "../../src/teams/limits.ts";
import { activityOf, cardOf } from "../../src/teams/message.ts";
import { accountOf } from "../worlds/teams-accounts.ts";
import { faultsOf, readCard } from "../worlds/teams-cards.ts";
import { tenant } from "../worlds/teams-server.ts";

const dev = {
  name: "Dev Patel",
  identities: [{ platform: "teams", workspace: tenant, user: accountOf("dev").aad, outside: false }],
} as const;
const elsewhere = { name: "Erin Walsh", identities: [{ platform: "slack", workspace: "T1", user: "U1", outside: false }] } as const;

const message: Message = {
  summary: "R-42 proposed on APOLLO",
  blocks: [
    { kind: "heading", text: "R-42 Vendor may miss UAT" },
    {
      kind: "text",
      text: text`${bold("R-42")} proposed on ${link("APOLLO", "https://example.com/apollo")} for ${mention(dev)}, seen by ${mention(elsewhere)}`,
    },
    {
      kind: "facts",
      facts: [
        ["Owner", text`${mention(dev)}`],
        ["Weight", "4 × 5 = 20, critical"],
      ],
    },
    { kind: "divider" },
    { kind: "quote", text: "We were told on Friday.\n1. not a list\n# not a heading" },
    {
      kind: "table",
      columns: ["No", "Title", "Due"],
      rows: [
        ["R-42", "Vendor may miss UAT", "15 Dec"],
        ["R-7", "Test data unusable", ""],
      ],
    },
    {
      kind: "chart",
      title: "Projects by colour",
      bars: [
        { label: "Red", value: 1 },
        { label: "Amber/Red", value: 3 },
      ],
      text: "Red 1, Amber/Red 3",
    },
    { kind: "small", text: "Only you see this." },
    {
      kind: "buttons",
      buttons: [
        { label: "Add", action: "verbs.add", value: "r42", opensForm: true, style: "primary" },
        { label: "Undo", action: "verbs.undo", value: "r42", style: "danger", confirm: "Take R-42 back?" },
        { label: "Accept", action: "verbs.accept", value: "r42" },
      ],
    },
  ],
};

const fields: readonly FormField[] = [
  { name: "title", label: "Event", control: { kind: "text", lines: "one", max: 200 }, required: true, value: "Vendor may *miss* UAT" },
  { name: "effect", label: "Effect", hint: "What happens then.", control: { kind: "text", lines: "many", max: 2000 }, required: false },
  {
    name: "rag",
    label: "Colour",
    control: { kind: "choice", options: { green: "Green", amber: "Amber", red: "Red" } },
    required: true,
    value: "amber",
  },
  { name: "response", label: "Response", control: { kind: "choice", options: { avoid: "Avoid", accept: "Accept" } }, required: false },
  {
    name: "probability",
    label: "Probability",
    control: { kind: "number", min: 1, max: 5 },
    required: true,
    value: "7",
    error: "Between 1 and 5.",
  },
  {
    name: "cost",
    label: "Cost",
    control: { kind: "number", min: 0, max: 1e9, unit: "GBP" },
    required: false,
    value: "a lot",
    error: "A number, please.",
  },
  { name: "due", label: "Due", control: { kind: "date" }, required: false, value: "2026-12-15" },
  { name: "review", label: "Review", control: { kind: "date" }, required: false, value: "2026-02-30", error: "There is no 30 February." },
  { name: "owner", label: "Owner", control: { kind: "person" }, required: true, value: "person-4", shown: dev },
  { name: "sponsor", label: "Sponsor", control: { kind: "person" }, required: false, value: "person-5", shown: elsewhere },
  {
    name: "project",
    label: "Project",
    control: { kind: "lookup", source: "project" },
    required: true,
    value: "apollo",
    shown: "APOLLO ERP replacement",
  },
];
const form: Form = {
  action: "verbs.log",
  state: "risk",
  title: "New risk",
  submit: "Log it",
  error: "Two answers need another look.",
  intro: [{ kind: "text", text: "Seen by the APOLLO team." }],
  fields,
  buttons: [{ label: "Save draft", action: "verbs.draft", value: "risk" }],
};

const golden = (name: string) => `../golden/teams/${name}.json`;
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe("screens, as they can be pasted into the Adaptive Cards designer", () => {
  test.each([
    ["message", cardOf(message, { workspace: tenant }), "chat"],
    ["message-in-dialog", cardOf(message, { workspace: tenant, dialog: {} }), "dialog"],
    ["form", formCard(form, { workspace: tenant }), "chat"],
    ["form-in-dialog", formCard(form, { workspace: tenant, dialog: { over: "1700000000001" } }), "dialog"],
  ] as const)("%s", async (name, card, stage) => {
    expect(faultsOf(card, stage)).toEqual([]);
    await expect(json(card)).toMatchFileSnapshot(golden(name));
  });

  test("read by somebody", () => {
    expect(
      readCard(formCard(form, { workspace: tenant }))
        .split("\n")
        .slice(0, 4),
    ).toEqual(["New risk", "  ! Two answers need another look.", "Seen by the APOLLO team.", "Event *: Vendor may *miss* UAT"]);
  });
});

describe("what is too long is cut where everybody can see it", () => {
  const long = "The vendor said that the test system would be late, and so it is. ".repeat(40);
  const rows = Array.from({ length: 300 }, (_, i) => [`R-${i}`, long.slice(0, 200), "15 Dec"]);
  const buttons: Block = { kind: "buttons", buttons: Array.from({ length: 9 }, (_, i) => ({ label: `Button ${i}`, action: "verbs.x" })) };

  test.each([
    ["paragraphs", Array.from({ length: 60 }, (): Block => ({ kind: "text", text: long }))],
    ["a table", [{ kind: "table", columns: ["No", "Title", "Due"], rows } satisfies Block]],
    ["a word without end", [{ kind: "text", text: "é".repeat(60_000) } satisfies Block]],
    ["facts", [{ kind: "facts", facts: Array.from({ length: 200 }, () => ["Label", long] as const) } satisfies Block]],
  ])("%s, and the buttons stay", (_what, blocks) => {
    const activity = activityOf({ summary: "long", blocks: [...blocks, buttons] }, tenant);
    expect(Buffer.byteLength(JSON.stringify(activity))).toBeLessThan(maxPayloadBytes);
    const seen = readCard(activity.attachments[0]?.content);
    expect(seen).toContain("…");
    expect(seen).toContain("[Button 8]");
    expect(faultsOf(activity.attachments[0]?.content, "chat")).toEqual([]);
  });

  test("a card for forty projects, each with buttons, ends whole where it is cut", () => {
    const project = (i: number): readonly Block[] => [
      { kind: "text", text: `${i} PROJECT-${i}: ${long.slice(0, 150)}` },
      {
        kind: "buttons",
        buttons: ["Done", "Moved", "Dropped", "No change", "Update"].map((label) => ({
          label,
          action: "status.x",
          value: `${i}`.repeat(40),
        })),
      },
    ];
    const end: Block = { kind: "buttons", buttons: [{ label: "I'm away", action: "status.away" }] };
    const blocks = [
      ...Array.from({ length: 40 }, (_, i) => project(i)).flat(),
      { kind: "small", text: "You can edit until Thu 16:00." } as const,
      end,
    ];
    const activity = activityOf({ summary: "long", blocks }, tenant);
    expect(Buffer.byteLength(JSON.stringify(activity))).toBeLessThan(maxPayloadBytes);
    expect(readCard(activity.attachments[0]?.content)).toMatch(/The rest is too long for one Teams message\.\n {2}\[I'm away\]$/);
  });

  test("a list that mentions two hundred people, with as many of them as fit", () => {
    const person = (i: number) => ({ platform: "teams", workspace: tenant, user: `3f2504e0-4f89-11d3-9a0c-${i}`, outside: false }) as const;
    const blocks = Array.from({ length: 200 }, (_, i): Block => {
      const mention = { name: `Person Number ${i}`, identities: [person(i)] };
      return { kind: "text", text: [{ mention }, " manages APOLLO"] };
    });
    const activity = activityOf({ summary: "long", blocks: [...blocks, buttons] }, tenant);
    expect(Buffer.byteLength(JSON.stringify(activity))).toBeLessThan(maxPayloadBytes);
    const content = activity.attachments[0]?.content;
    const seen = readCard(content);
    expect(seen).toContain("[Button 8]");
    const last = seen.match(/Number (\d+)/g)?.length ?? 0;
    expect(last).toBeGreaterThan(50);
    expect(JSON.stringify(content).match(/"type":"mention"/g)).toHaveLength(last);
  });

  test("the answers in a form, which says how much of them", () => {
    const answers = fields.map((field) => (field.control.kind === "text" ? { ...field, value: "漢".repeat(8000) } : field));
    const card = formCard({ ...form, fields: answers }, { workspace: tenant });
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(maxPayloadBytes);
    expect(readCard(card)).toMatch(/Only the first \d+ of 8000 characters are shown; saving keeps those\./);
    expect(readCard(card)).toContain("Two answers need another look.");
  });

  test("a form keeps every question, whatever stands above them", () => {
    const card = formCard({ ...form, intro: Array.from({ length: 40 }, () => ({ kind: "text", text: long })) }, { workspace: tenant });
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(maxPayloadBytes);
    expect(fields.every(({ label }) => readCard(card).includes(`${label}`))).toBe(true);
  });
});
