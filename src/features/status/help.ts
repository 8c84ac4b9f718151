import type { RecordType } from "../../core/record-type.ts";
import type { HelpNeeded } from "../../core/report.ts";
import type { Call } from "../../routes.ts";
import { logEntry } from "../../verbs/write.ts";
import type { Owed } from "./owed.ts";

/**
 * Help that is asked for becomes an entry, so that somebody answers it: a decision where the words ask for one,
 * otherwise an action. In an edit of the same report it stays the entry it became.
 */
export async function enterHelp(call: Call, owed: Owed, help: HelpNeeded | undefined): Promise<HelpNeeded | undefined> {
  if (!help) return undefined;
  const before = owed.report?.help;
  if (before?.entry !== undefined && before.ask === help.ask) return { ...help, entry: before.entry };
  const type = registerFor(call.types, help.ask);
  if (!type) return help;
  const values = {
    [type.title]: help.ask,
    ...(type.owner !== undefined && help.from !== undefined && { [type.owner]: help.from }),
    ...(type.due !== undefined && help.by !== undefined && { [type.due]: help.by }),
  };
  const { entry } = await logEntry(call, type, owed.project.id, values, { source: "status report" });
  return { ...help, entry: entry.id };
}

function registerFor(types: readonly RecordType[], ask: string): RecordType | undefined {
  const decision = types.find(({ key }) => key === "decision");
  const action = types.find(({ key }) => key === "action");
  return (asksForDecision(ask) ? decision : action) ?? decision ?? action;
}

const asksForDecision = (ask: string): boolean =>
  /\b(?:decid|decision|approv|choose|choice|go\/no-go|sign[- ]?off|authori[sz]|agree to)/i.test(ask);
