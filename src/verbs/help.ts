import type { Block } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, text } from "../chat/text.ts";
import type { Field } from "../core/fields.ts";
import type { RecordType } from "../core/record-type.ts";
import type { Call } from "../routes.ts";

/** What can be said about a register, with examples made from its own declaration. */
export function help(call: Call, type: RecordType): Reply {
  const { key, prefix, names } = type;
  const say = `${call.settings.commandPrefix}${key}`;
  const lines = [
    text`${bold(`${say}`)}: the form. ${bold(`${say} ${example(type)}`)}: logs it at once.`,
    text`${bold(`${say} list`)}: open ${names.many}; add mine, owner:@erin, overdue, attention, proposed, all, #KEY, a state, or any words.`,
    text`${bold(`${prefix}-1`)}: shows it. ${bold(`${say} edit ${prefix}-1`)}, ${bold(`${say} history ${prefix}-1`)}, ${bold(`${say} undo`)}: your last change.`,
    text`${bold(`${say} move ${prefix}-1 …`)}: to ${Object.values(type.states)
      .map(({ label }) => label)
      .join(", ")}. ${bold(`${say} close ${prefix}-1 why`)}.`,
    ...(type.owner === undefined
      ? []
      : [
          text`${bold(`${say} assign ${prefix}-1 @somebody`)}: they are asked. ${bold(`${say} accept ${prefix}-1`)}: what was proposed counts.`,
        ]),
    ...type.links.slice(0, 2).map(({ label }) => text`${bold(`${say} link ${prefix}-1 ${label} …`)}: with the other's number.`),
    text`${bold(`${say} export`)}: a CSV file; takes the same words as list.`,
  ];
  const tokens = Object.values(type.fields).flatMap((field) => (field.token === undefined ? [] : [tokenExample(field, field.token)]));
  const blocks: Block[] = [
    { kind: "heading", text: `${type.about}` },
    ...lines.map((line) => ({ kind: "text", text: line }) as const),
    { kind: "small", text: `Tokens: #KEY, ${tokens.join(", ")}. Several words go in quotes; dates may be 15 Dec, friday or +5d.` },
  ];
  return { kind: "message", message: { summary: type.about, blocks }, to: "me" };
}

/** "Vendor may miss UAT #APOLLO p4 i5 owner:@erin due:friday", as far as the register has these. */
export function example(type: RecordType): string {
  const numbers = Object.values(type.fields).filter(({ control, token }) => control.kind === "number" && token?.length === 1);
  const scores = numbers.map(({ token }, i) => `${token}${4 + (i % 2)}`);
  const rest = [type.owner === undefined ? undefined : "owner:@erin", type.due === undefined ? undefined : "due:friday"];
  return ["What it is #APOLLO", ...scores, ...rest.filter((part) => part !== undefined)].join(" ");
}

function tokenExample({ control }: Field, token: string): string {
  switch (control.kind) {
    case "number":
      return `${token}${control.max - 1}`;
    case "choice":
      return `${token}${Object.keys(control.options)[0] ?? ""}`;
    case "date":
      return `${token}friday`;
    case "person":
      return `${token}@erin`;
    case "text":
    case "lookup":
      return `${token}"…"`;
    default:
      return control satisfies never;
  }
}
