import type { Form } from "../../src/chat/form.ts";
import type { Block, Button } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Answers, Control } from "../../src/core/fields.ts";
import { ofNothing, ofPortfolio, ofProject, said, type Target } from "./asked.ts";
import { type Name, names } from "./cast.ts";
import { type Act, type Company, isName } from "./company.ts";

/** A button or form as it was really drawn, and for whom. */
export interface Drawn {
  readonly by: Name;
  readonly act: Extract<Act, { kind: "press" | "submit" }>;
}

/** So many different ones of each action: a card has a button for each of its steps. */
const most = 4;
/** What is drawn by a press of what was drawn by a press …; a form's second form is two away from its card. */
const depth = 3;

/** Every button and form that the people of the company come by: in what was sent to them, and in what they are answered. */
export async function everyDrawn(company: Company, target: Target): Promise<readonly Drawn[]> {
  const found = new Map<string, Drawn[]>();
  let fresh: Drawn[] = [];
  const note = (by: Name, act: Drawn["act"]) => {
    if (!isThere(company, act)) return;
    const known = found.get(`${act.kind} ${act.action}`) ?? [];
    const shape = shapeOf(act);
    if (known.length >= most || known.some((each) => shapeOf(each.act) === shape)) return;
    found.set(`${act.kind} ${act.action}`, [...known, { by, act }]);
    fresh.push({ by, act });
  };
  const noteReply = (by: Name, reply: Reply) => {
    if (reply.kind === "message") for (const button of buttonsIn(reply.message.blocks)) note(by, pressOf(button));
    if (reply.kind !== "form") return;
    const answers = filled(company, reply.form);
    note(by, { kind: "submit", action: reply.form.action, state: reply.form.state, answers });
    for (const button of reply.form.buttons ?? []) note(by, { ...pressOf(button), answers });
    for (const button of buttonsIn(reply.form.intro ?? [])) note(by, pressOf(button));
  };

  // Several go out at once, so their order is by chance.
  const sent = company.sent.toSorted((a, b) => (`${a.to} ${a.message.summary}` < `${b.to} ${b.message.summary}` ? -1 : 1));
  for (const { to, message } of sent) for (const button of buttonsIn(message.blocks)) note(isName(to) ? to : "pia", pressOf(button));
  for (const name of ["pia", "alma", "ada"] as const)
    for (const words of [...said(ofProject, target), ...said(ofPortfolio, target), ...nothing()])
      noteReply(name, (await company.tries(name, { kind: "command", words }, words.includes("audience") ? "leaders" : undefined)).reply);
  for (let turn = 0; turn < depth; turn++) {
    const now = fresh;
    fresh = [];
    for (const { by, act } of now) noteReply(by, (await company.tries(by, act)).reply);
  }
  return [...[...found.values()].flat(), ...typed];
}

/** What only longer lists and older cards than these draw. */
const typed: readonly Drawn[] = [
  ...(
    [
      ["entry.list", JSON.stringify({ type: "risk", search: "#ARGO", start: 0 })],
      ["entry.list", JSON.stringify({ type: "risk", search: "", start: 0 })],
      ["entry.say", JSON.stringify({ type: "risk", words: "list #ARGO" })],
      ["entry.say", JSON.stringify({ type: "risk", words: "close R-1 it is over" })],
      ["project.show", "p-argo"],
      ["project.page", JSON.stringify({ words: "", from: 0 })],
      ["status.step", "p-argo 2026-11-23 - 0 done"],
      ["status.moved", "p-argo 2026-11-23 - 0"],
    ] as const
  ).map(([action, value]) => ({ by: "pia", act: { kind: "press", action, value } }) as const),
  { by: "pia", act: { kind: "submit", action: "status.moveTo", state: "p-argo 2026-11-23 - 0", answers: { to: "2026-12-15" } } },
];

const nothing = (): readonly string[] =>
  Object.entries(ofNothing).flatMap(([route, words]) => words.map((rest) => `${route} ${rest}`.trim()));

const pressOf = ({ action, value }: Button) => ({ kind: "press", action, value: value ?? "" }) as const;

function buttonsIn(blocks: readonly Block[]): readonly Button[] {
  return blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
}

/** Of what was taken back again nothing is left to press. */
function isThere({ entries, id }: Company, act: Drawn["act"]): boolean {
  const known = new Set([...entries.values(), ...names.map(id)]);
  return (JSON.stringify(act).match(uuid) ?? []).every((each) => known.has(each));
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const shapeOf = (act: Drawn["act"]): string =>
  JSON.stringify(act)
    .replace(uuid, "id")
    .replace(/\b[RIAD]-\d+|p-\w+|ARGO|HERMES|VEGA|LUNA|UMBRA/g, "it");

/** A form as somebody hands it in who leaves what it holds and fills in what it asks for. */
function filled(company: Company, form: Form): Answers {
  return Object.fromEntries(
    form.fields.flatMap(({ name, value, control, required }) => {
      const answer = value ?? (required || control.kind === "text" ? answerTo(company, name, control) : undefined);
      return answer === undefined ? [] : [[name, answer]];
    }),
  );
}

function answerTo(company: Company, name: string, control: Control): string | undefined {
  if (name === "key") return "NEWONE";
  switch (control.kind) {
    case "text":
      return control.lines === "many" || /title|name|summary|reason/.test(name) ? "Words of theirs" : undefined;
    case "choice":
      return Object.keys(control.options)[0];
    case "number":
      return String(control.min);
    case "date":
      return "2026-12-15";
    case "person":
      return company.id("tom");
    case "lookup":
      return "p-argo";
    default:
      return undefined;
  }
}
