import type { Message } from "../../chat/message.ts";
import { cadenceWords, timingWords } from "../../core/cadence-words.ts";
import type { Portfolio } from "../../core/portfolio.ts";
import type { Call } from "../../routes.ts";
import { pmoOf } from "../../verbs/office.ts";

/** What a portfolio is after `/pmo setup`, who its PMO is, and what to say next. */
export async function done(
  call: Call,
  before: Portfolio | undefined,
  after: Portfolio,
  { digest, becomes }: { readonly digest: string | undefined; readonly becomes: boolean },
): Promise<Message> {
  const pmo = await call.store.people.many(await pmoOf(call, { portfolio: after.id }, call.today));
  const members = await call.store.projects.members(after.id, call.today);
  const count = members.length === 1 ? "1 project" : `${members.length} projects`;
  const next =
    members.length === 0
      ? `Add its projects with pmo add project, or all at once: drumbeat import projects FILE.csv --portfolio ${after.key}. Then pmo schedule preview shows every message before any is sent.`
      : `pmo schedule preview shows every message of the next 14 days.`;
  const another = `To name somebody besides you: pmo role @PERSON pmo ${after.key}.`;
  return {
    summary: `${after.name} is ${before ? "changed" : "set up"}`,
    blocks: [
      { kind: "heading", text: `${after.name} (${after.key}) is ${before ? "changed" : "set up"}` },
      {
        kind: "facts",
        facts: [
          ["Projects", count],
          ["Asked", cadenceWords(after.cadence)],
          ["Times", timingWords(after.timing)],
          ["Told in", after.zone],
          ["Holidays", after.country],
          ["PMO", [...pmo.values()].map(({ name }) => name).join(", ") || `nobody yet: say pmo role @PERSON pmo ${after.key}`],
          [
            "Escalation",
            after.escalate.except.length > 0
              ? "on for some programmes"
              : after.escalate.on
                ? "on"
                : "off: say pmo escalation to turn it on, programme by programme",
          ],
          ...(digest === undefined ? [] : [["Digest", digest] as const]),
        ],
      },
      ...(becomes
        ? [{ kind: "text" as const, text: `You are its PMO now: previews and what people ask the PMO come to you. ${another}` }]
        : []),
      { kind: "small", text: next },
    ],
  };
}
