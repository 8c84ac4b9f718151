import { expect, test } from "vitest";
import type { Form, FormField } from "../../src/chat/form.ts";
import { type Block, type Message, say } from "../../src/chat/message.ts";
import { bold, link, mention, type Span, text } from "../../src/chat/text.ts";
import { drawForm } from "../../src/slack/form.ts";
import { drawAsWords, drawMessage } from "../../src/slack/message.ts";
import { problemsOfMessage } from "../worlds/slack-methods.ts";
import { problemsOfView } from "../worlds/slack-rules.ts";

const team = "T0CAST";
const erin = { name: "Erin Walsh", identities: [{ platform: "slack", workspace: team, user: "U0ERIN", outside: false }] } as const;
const chloe = { name: "Chloe Marsh", identities: [{ platform: "teams", workspace: "tenant", user: "29:1", outside: false }] } as const;
const opener = { channel: "C0APOLLO", direct: false };

const prompt: Message = {
  summary: "Status, week to Fri 20 Nov",
  blocks: [
    { kind: "heading", text: "Status, week to Fri 20 Nov" },
    { kind: "text", text: text`Due Wed 17:00 London. ${bold("2 projects")}` },
    { kind: "text", text: text`${bold("APOLLO")} ERP: AMBER, vendor UAT late, sponsor ${mention(erin)}` },
    { kind: "quote", text: "Sign UAT script, 20 Nov\nand train <the> users" },
    {
      kind: "buttons",
      buttons: [
        { label: "Done", action: "status.step", value: "1 done" },
        { label: "Moved", action: "status.step", value: "1 moved", opensForm: true },
        { label: "Dropped", action: "status.step", value: "1 dropped", style: "danger", confirm: "Drop this step?" },
      ],
    },
    { kind: "divider" },
    { kind: "small", text: text`Goes to the project channels now. ${link("What is recorded", "https://example.com/privacy?a=1&b=2")}` },
    { kind: "buttons", buttons: [{ label: "Update", action: "status.answer", value: "apollo", style: "primary", opensForm: true }] },
  ],
};

const digest: Message = {
  summary: "IT portfolio, Fri 27 Nov",
  blocks: [
    { kind: "heading", text: "IT portfolio, Fri 27 Nov (data to Thu 16:00)" },
    {
      kind: "facts",
      facts: [
        ["Forecast", "£14.6m"],
        ["Budget", "£14.2m"],
        ["Owner", text`${mention(chloe)}`],
        ["Empty", ""],
      ],
    },
    {
      kind: "chart",
      title: "Now",
      bars: [
        { label: "Red", value: 1 },
        { label: "Amber", value: 3 },
        { label: "Green", value: 6 },
      ],
      text: "Red 1, Amber 3, Green 6",
    },
    {
      kind: "table",
      columns: ["Project", "Was", "Now"],
      rows: [
        ["VEGA", "Amber", text`${bold("Red")}`],
        ["HERMES", "", text`${mention(erin)}`],
      ],
    },
    { kind: "table", columns: ["No", "Title"], rows: [["D-31", "go/no-go `now`"]] },
  ],
};

const everyControl: Form = {
  action: "entry.save",
  state: '{"type":"risk","shown":["title"]}',
  title: "Log a risk on APOLLO ERP replacement",
  submit: "Log it",
  intro: [{ kind: "small", text: "Seen by everybody with a role on the project." }, ...digest.blocks.slice(2, 4)],
  error: "Somebody changed this entry while you were writing.",
  buttons: [
    { label: "More fields", action: "entry.more", value: "x" },
    { label: "Save draft", action: "entry.draft" },
  ],
  fields: [
    {
      name: "title",
      label: "Title",
      hint: "In a few words",
      control: { kind: "text", lines: "one", max: 200 },
      value: "Vendor\nmay miss UAT",
      required: true,
    },
    { name: "cause", label: "Cause", control: { kind: "text", lines: "many", max: 2000 }, required: false },
    {
      name: "response",
      label: "Response",
      control: { kind: "choice", options: { avoid: "Avoid", reduce: "Reduce" } },
      value: "reduce",
      required: true,
    },
    {
      name: "state",
      label: "State",
      control: { kind: "choice", options: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`s${i}`, `State ${i}`])) },
      value: "gone",
      required: false,
    },
    {
      name: "probability",
      label: "Probability",
      control: { kind: "number", min: 1, max: 5 },
      value: "9",
      required: false,
      error: "Probability is 1 to 5.",
    },
    { name: "due", label: "Due", control: { kind: "date" }, value: "2026-02-31", required: false },
    { name: "review", label: "Review", control: { kind: "date" }, value: "2026-12-15", required: false },
    { name: "owner", label: "Owner", control: { kind: "person" }, value: "p1", shown: erin, required: false },
    { name: "sponsor", label: "Sponsor", control: { kind: "person" }, value: "p2", shown: chloe, required: false },
    {
      name: "project",
      label: "Project",
      control: { kind: "lookup", source: "project" },
      value: "apollo",
      shown: "APOLLO ERP",
      required: true,
    },
  ],
};

/** Each can be pasted into Block Kit Builder. */
const golden = (name: string) => `../golden/slack/${name}.json`;
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

test("a prompt as Slack draws it", async () => {
  await expect(json(drawMessage(prompt, team))).toMatchFileSnapshot(golden("prompt"));
});

test("a digest with chart and tables as Slack draws it", async () => {
  await expect(json(drawMessage(digest, team))).toMatchFileSnapshot(golden("digest"));
});

test("a form with every kind of control as Slack draws it", async () => {
  await expect(json(drawForm(everyControl, opener, team))).toMatchFileSnapshot(golden("form"));
});

test.each([prompt, digest])("Slack takes $summary, drawn or in words", (message) => {
  expect(problemsOfMessage({ ...drawMessage(message, team) })).toBeUndefined();
  expect(problemsOfMessage({ ...drawAsWords(message, team) })).toBeUndefined();
});

test("Slack takes the form; what it cannot show is said and not lost", () => {
  const view = drawForm(everyControl, opener, team);
  expect(problemsOfView(view)).toEqual([]);
  const drawn = JSON.stringify(view);
  expect(drawn).toContain("“2026-02-31” could not be kept here.");
  expect(drawn).toContain("“9” could not be kept here.");
  expect(drawn).toContain("Now Chloe Marsh, who is not on Slack");
});

test("the next form does not inherit what was typed into this one", () => {
  const idsOf = (form: Form) => drawForm(form, opener, team).blocks.flatMap((block) => block.block_id ?? []);
  expect(idsOf({ ...everyControl, state: "the next project" })).not.toEqual(idsOf(everyControl));
  expect(idsOf({ ...everyControl, error: "redrawn" })).toEqual(idsOf(everyControl));
});

test("somebody whom Slack cannot show stays who they are, however little room is left", () => {
  const view = drawForm(
    { ...everyControl, state: "x".repeat(2700) },
    { ...opener, respond: `https://hooks.slack.com/${"x".repeat(80)}` },
    team,
  );
  expect(view.private_metadata).toContain('"sponsor":{"person":"p2"}');
  expect(() => drawForm({ ...everyControl, state: "x".repeat(3000) }, opener, team)).toThrow(/more than Slack takes/);
});

test("people's text never shouts, mentions, links or formats", () => {
  const nasty = "<!channel> <@U0ADA> <https://evil.example|click> &lt;!here&gt; *bold* _it_ ~no~ `code`";
  const drawn = drawMessage(
    say(nasty, text`${bold(nasty)} ${mention({ name: nasty, identities: [] })} ${link(nasty, "javascript:alert(1)")}`),
    team,
  );
  const sent = JSON.stringify(drawn);
  expect(sent).not.toMatch(/<[!@h]/);
  expect(sent).not.toMatch(/\*bold|_it_|~no~|`/);
  expect(sent).toContain('"verbatim":true');
  expect(sent).not.toContain("javascript:");
});

test("a link's address cannot break out of its link", () => {
  const drawn = drawMessage(
    say(text`${link("a|b>", "https://example.com/?q=<!channel>")}`, text`${link("fine", "https://example.com/?a=1&b=2")}`),
    team,
  );
  expect(JSON.stringify(drawn.blocks)).not.toContain("<!channel>");
  expect(JSON.stringify(drawn.blocks)).toContain("<https://example.com/?a=1&amp;b=2|fine>");
});

/** A small generator of our own: the same texts every time, from the seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const scraps = [
  "<!channel>",
  "<@U0ADA>",
  "&amp;",
  "&",
  "<",
  ">",
  "*",
  "`",
  "```",
  "_",
  "\n",
  "\n\n",
  " ",
  "😀",
  "\ud83d",
  "\u0000",
  "é",
  "word",
  "https://evil.example/a_b",
  "|",
  "“”",
  "W".repeat(200),
];

function words(next: () => number, most: number): string {
  const length = Math.floor(next() ** 3 * most);
  let made = "";
  while (made.length < length) made += scraps[Math.floor(next() * scraps.length)] ?? "";
  return made;
}

const list = <T>(next: () => number, most: number, make: (i: number) => T): T[] =>
  Array.from({ length: Math.floor(next() * most) }, (_, i) => make(i));

function spans(next: () => number): Span[] {
  const make: readonly (() => Span)[] = [
    () => words(next, 5000),
    () => bold(words(next, 900)),
    () => link(words(next, 500), `https://example.com/${words(next, 60)}`),
    () => mention({ ...erin, name: words(next, 90) }),
  ];
  return list(next, 6, () => make[Math.floor(next() * make.length)]?.() ?? "");
}

const someBlock = (next: () => number): Block => {
  const cells = list(next, 9, () =>
    next() > 0.5 ? words(next, 700) : [bold(words(next, 90)), mention(erin), link(words(next, 90), "https://example.com")],
  );
  const make: readonly (() => Block)[] = [
    () => ({ kind: "heading", text: words(next, 400) }),
    () => ({ kind: "text", text: spans(next) }),
    () => ({ kind: "quote", text: spans(next) }),
    () => ({ kind: "small", text: spans(next) }),
    () => ({ kind: "divider" }),
    () => ({ kind: "facts", facts: list(next, 25, () => [words(next, 300), spans(next)] as const) }),
    () => ({
      kind: "buttons",
      buttons: list(next, 60, () => ({
        label: words(next, 200),
        action: "a.b",
        value: words(next, 2600),
        ...(next() > 0.5 && { confirm: words(next, 600) }),
      })),
    }),
    () => ({
      kind: "table",
      columns: list(next, 30, () => words(next, 60)),
      rows: list(next, 150, () => list(next, 24, () => cells[Math.floor(next() * cells.length)] ?? "")),
    }),
    () => ({
      kind: "chart",
      title: words(next, 90),
      text: words(next, 500),
      bars: list(next, 30, () => ({ label: words(next, 60), value: next() * 10 })),
    }),
  ];
  return make[Math.floor(next() * make.length)]?.() ?? { kind: "divider" };
};

test.each(Array.from({ length: 30 }, (_, i) => i))("Slack takes any message at all (%i)", (seed) => {
  const next = random(seed);
  const message: Message = { summary: words(next, 6000), blocks: list(next, 70, () => someBlock(next)) };
  expect(problemsOfMessage({ ...drawMessage(message, team) })).toBeUndefined();
  expect(problemsOfMessage({ ...drawAsWords(message, team) })).toBeUndefined();
  expect(JSON.stringify(drawMessage(message, team).blocks.filter((block) => block.type === "section"))).not.toMatch(/<[!]|<@U0ADA/);
});

test.each(Array.from({ length: 30 }, (_, i) => i))("Slack takes any form at all (%i)", (seed) => {
  const next = random(seed + 1000);
  const controls: readonly FormField["control"][] = [
    { kind: "text", lines: "one", max: 1 + Math.floor(next() * 5000) },
    { kind: "text", lines: "many", max: 4000 },
    { kind: "choice", options: Object.fromEntries(list(next, 250, (i) => [`${words(next, 90)}${i}`, words(next, 200)])) },
    { kind: "number", min: 0, max: 100 },
    { kind: "date" },
    { kind: "person" },
    { kind: "lookup", source: "project" },
  ];
  const field = (i: number): FormField => ({
    name: `field${i}`,
    label: words(next, 3000),
    control: controls[Math.floor(next() * controls.length)] ?? { kind: "date" },
    required: next() > 0.5,
    ...(next() > 0.5 && { hint: words(next, 3000) }),
    ...(next() > 0.5 && { value: words(next, 5000) || "x" }),
    ...(next() > 0.5 && { shown: next() > 0.5 ? erin : words(next, 200) }),
    ...(next() > 0.7 && { error: words(next, 4000) }),
  });
  const form: Form = {
    action: "a.b",
    state: "€".repeat(2000),
    title: words(next, 60),
    submit: words(next, 60),
    intro: list(next, 40, () => someBlock(next)),
    fields: list(next, 30, field),
    buttons: list(next, 30, () => ({ label: words(next, 90), action: "a.b" })),
    ...(next() > 0.5 && { error: words(next, 5000) }),
  };
  expect(problemsOfView(drawForm(form, { ...opener, respond: `https://hooks.slack.com/${"x".repeat(300)}` }, team))).toEqual([]);
});
