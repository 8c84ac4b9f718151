import { bold, type Text, text } from "../../chat/text.ts";
import { isFinal, ownerOf, refOf } from "../../core/entry.ts";
import type { Values } from "../../core/fields.ts";
import type { RecordType } from "../../core/record-type.ts";
import type { HelpNeeded } from "../../core/report.ts";
import type { Call } from "../../routes.ts";
import { ownerAccepted } from "../../verbs/card.ts";
import { type Found, foundById } from "../../verbs/find.ts";
import { redraw } from "../../verbs/notices.ts";
import { projectWithId } from "../../verbs/reach.ts";
import { changeEntry, logEntry } from "../../verbs/write.ts";
import type { Owed } from "./owed.ts";
import { span } from "./wording.ts";

const source = "status report";

/** What a report asks for, with the entry it is; and what became of an entry that the report no longer speaks of. */
interface Entered {
  readonly help?: HelpNeeded;
  readonly note?: Text;
}

/**
 * Help that is asked for becomes an entry, so that somebody answers it: a decision where the words ask for one,
 * otherwise an action. In an edit of the same report it stays that entry, and what was put right is put right there;
 * an entry that was worked on is never taken from under those who do.
 */
export async function enterHelp(call: Call, owed: Owed, help: HelpNeeded | undefined): Promise<Entered> {
  const before = owed.report?.help;
  const found = before?.entry === undefined ? undefined : await foundById(call, call.types, before.entry);
  const isSame = help !== undefined && before?.entry !== undefined && help.ask === before.ask;
  if (!before || !found) return isSame ? { help: { ...help, entry: before.entry } } : help ? { help: await logged(call, owed, help) } : {};
  if (isSame) return { help: await putRight(call, found, before, help) };
  const ref = bold(refOf(found.type, found.entry));
  if (isFinal(found.type, found.entry.state))
    return { ...(help && { help: await logged(call, owed, help) }), note: text`${ref} was closed in the meantime and stays as it is.` };
  const wasTouched = await touched(call, found);
  if (help && (wasTouched || found.type === registerFor(call.types, help.ask))) return { help: await putRight(call, found, before, help) };
  if (wasTouched) return { note: text`${ref} stays open, as somebody has worked on it. Close it if it is no longer needed.` };
  await call.store.entries.withdraw(found.entry.id, call.me.id, call.now);
  await redraw(call, found, true);
  return { ...(help && { help: await logged(call, owed, help) }), note: text`${ref} is taken back, as it is no longer asked for.` };
}

async function logged(call: Call, owed: Owed, help: HelpNeeded): Promise<HelpNeeded> {
  const type = registerFor(call.types, help.ask);
  if (!type) return help;
  const values = { ...asked(type, help), ...(type.fields["source"] && { source: reportName(owed) }) };
  const { entry } = await logEntry(call, type, await projectWithId(call, owed.project.id), values, { source, unsaid: true });
  return { ...help, entry: entry.id };
}

/** "Status of APOLLO, week to Fri 20 Nov": where whoever must answer reads what it is about. */
function reportName({ project, portfolio, period }: Owed): string {
  return `Status of ${project.key}, ${span(project.cadence ?? portfolio.cadence, period).replace(/^the /, "")}`;
}

/** Only what the edit changed: what others wrote into the entry since is theirs. */
async function putRight(call: Call, found: Found, before: HelpNeeded, help: HelpNeeded): Promise<HelpNeeded> {
  const [was, is] = [asked(found.type, before), asked(found.type, help)];
  const changed = Object.fromEntries(Object.entries(is).filter(([name, value]) => value !== was[name]));
  if (Object.keys(changed).length > 0 && !isFinal(found.type, found.entry.state))
    await changeEntry(call, found, { values: { ...found.entry.values, ...changed }, source });
  return { ...help, entry: found.entry.id };
}

function asked(type: RecordType, { ask, from, by }: HelpNeeded): Values {
  return {
    [type.title]: ask,
    ...(type.owner !== undefined && from !== undefined && { [type.owner]: from }),
    ...(type.due !== undefined && by !== undefined && { [type.due]: by }),
  };
}

/** Whether anybody did more with it than the report says: took it on, moved it, wrote into it, linked it. */
async function touched({ store }: Call, { type, entry }: Found): Promise<boolean> {
  const history = await store.entries.history(entry.id);
  if (entry.state !== type.initial || history.some((version) => version.source !== source)) return true;
  if ((await store.entries.links(entry.id)).length > 0) return true;
  const owner = ownerOf(type, entry);
  return (await store.changes(`entry:${entry.id}`)).some(({ what, actor }) => what === ownerAccepted && actor === owner);
}

function registerFor(types: readonly RecordType[], ask: string): RecordType | undefined {
  const decision = types.find(({ key }) => key === "decision");
  const action = types.find(({ key }) => key === "action");
  return (asksForDecision(ask) ? decision : action) ?? decision ?? action;
}

const asksForDecision = (ask: string): boolean =>
  /\b(?:decid|decision|approv|choose|choice|go\/no-go|sign[- ]?off|authori[sz]|agree to)/i.test(ask);
