import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { always, date, person } from "../../core/questions.ts";
import { type LocalDate, shortDate } from "../../core/time.ts";
import type { Call, Feature, Press, Submit } from "../../routes.ts";
import { between, takeLeave, tellDeputy, whyNot } from "./absence.ts";
import { comeBack, sayAway } from "./away-words.ts";
import { ask, type Question, readAnswers } from "./question-form.ts";
import { reporting } from "./reporter.ts";

const fields = (today: LocalDate) => ({
  from: date("Away from", { required: always }),
  to: date("Until", {
    required: always,
    hint: "The last day away",
    clash: ({ from, to }) => {
      if (typeof from !== "string" || typeof to !== "string") return undefined;
      if (to < from) return "The last day is before the first.";
      return to < today ? `${shortDate(to, today)} has passed.` : undefined;
    },
  }),
  deputy: person("Who stands in", { hint: "They are asked in your place. Without one the PMO is told" }),
});

/** [I'm away] */
const away: Press = async (call, value) => {
  await reporting(call, value);
  return awayForm(call, value, { answers: { from: call.today } });
};

function awayForm(call: Call, value: string, drawn: Pick<Question, "answers" | "problems">): Promise<Reply> {
  const intro = [{ kind: "small", text: "Kept: who, from, until and who stands in. No reason is asked or kept." }] as const;
  const form = { action: "status.goAway", state: value, title: "I'm away", submit: "Save", intro };
  return ask(call, { ...form, ...drawn, fields: fields(call.today) });
}

const goAway: Submit = async (call, value, answers) => {
  const { owed } = await reporting(call, value);
  const { values, problems } = await readAnswers(call, fields(call.today), answers);
  if (problems) return awayForm(call, value, { answers, problems });
  const [from, to] = [String(values["from"]), String(values["to"])];
  const named = typeof values["deputy"] === "string" ? await call.store.people.get(values["deputy"]) : undefined;
  const leave = { who: call.me, from, to, ...(named && { deputy: named }) };
  const unfit = await whyNot(call, leave);
  if (unfit !== undefined) return awayForm(call, value, { answers, problems: { deputy: unfit } });
  const told = await takeLeave(call, leave, owed);
  const noted = `Noted: away ${between({ from, to }, call.today)}. ${told}`;
  return { kind: "message", to: "me", message: say(noted, "Say pmo away to see or change it; pmo back ends it.") };
};

export const leaving: Feature = {
  commands: {
    "pmo away": { usage: "pmo away 24 Dec to 2 Jan [deputy @PERSON]", about: "You are away; a deputy is asked instead", run: sayAway },
    "pmo back": { usage: "pmo back", about: "You are back", run: comeBack },
  },
  presses: { "status.away": away },
  submits: { "status.goAway": goAway },
  jobs: { "status.deputy": tellDeputy },
};
