import { say } from "../../chat/message.ts";
import type { Reply } from "../../chat/reply.ts";
import { bold, text } from "../../chat/text.ts";
import type { Project } from "../../core/portfolio.ts";
import { refuse } from "../../core/refusal.ts";
import { holds } from "../../core/rights.ts";
import type { Call, Command, Feature, Press } from "../../routes.ts";
import { projectNamed, projectWithId, reachable } from "../../verbs/reach.ts";
import { formFor } from "./answer.ts";
import { askedOn } from "./asked.ts";
import { type Asking, promptKey } from "./asking.ts";
import { type Owed, owedOn } from "./owed.ts";
import { periodNow } from "./period.ts";
import { note, said } from "./record.ts";
import { gist, near } from "./wording.ts";

const mayAsk = ["pmo", "admin", "contact", "manager", "sponsor"] as const;

const askCommand: Command = {
  usage: "pmo ask #KEY",
  about: "Asks a project for its status now",
  for: mayAsk,
  async run(call, rest) {
    const named = rest.trim().split(/\s+/)[0] ?? "";
    if (named !== "") return askNow(call, await projectNamed(call, named));
    if (call.here.project !== undefined) return askNow(call, await projectWithId(call, call.here.project));
    const own = (await reachable(call)).filter((project) => holds(call.rights, mayAsk, project)).map(({ key }) => key);
    return refuse(`Which project? Say pmo ask #KEY${own.length === 0 ? "" : `, such as pmo ask ${own[0]}`}.`);
  },
};

/** One card to whoever is asked about it today, on the record; nobody is asked twice on a day, or for what was just received. */
async function askNow(call: Call, project: Project): Promise<Reply> {
  const own = holds(call.rights, ["pm", "deputy"], project);
  if (!own && !holds(call.rights, mayAsk, project))
    refuse(`Only the PMO, the sponsor and the programme manager of ${project.key} can ask.`);
  const owed = await currentlyOwed(call, project);
  if (owed.report) {
    const when = near(owed.report.recordedAt, call.now, call.me.zone);
    refuse(`${project.key} was received ${when}: ${gist(owed.report, call.today)}. Say status ${project.key} for all of it.`);
  }
  const who = await asked(call, project);
  if (who.id === call.me.id) return formFor(call, owed, { project: project.id, period: owed.period });
  const asking: Asking = { person: who.id, date: owed.period, projects: [project.id], tag: `${project.key}-${call.today}`, by: call.me.id };
  const key = promptKey(asking);
  const added = await call.store.outbox.add(
    { key, job: "status.prompt", payload: asking, to: { person: who.id }, class: "interactive" },
    call.now,
  );
  if (!added) refuse(`${who.name} was asked about ${project.key} today already. Once a day is enough.`);
  await note(call, project.id, said.askedFor, owed.period, who.name);
  const told = text`${bold(who.name)} gets a card for ${bold(project.key)} now, with your name on it.`;
  return { kind: "message", to: "me", message: say(told, `You can read the answer with status ${project.key}.`) };
}

async function asked(call: Call, project: Project) {
  const who = await askedOn(call, project, call.today);
  return "person" in who ? who.person : refuse(`Nobody can be asked about ${project.key}: ${who.why.replace(/^has /, "it has ")}.`);
}

export async function currentlyOwed(call: Call, project: Project): Promise<Owed> {
  const portfolio = await call.store.projects.portfolio(project.portfolio);
  if (!portfolio) refuse(`${project.key} is in no portfolio, so nothing is asked of it. The PMO can add it to one.`);
  return owedOn(call, call.me, call.rights, project, await periodNow(call, project, portfolio));
}

const askPress: Press = async (call, value) => askNow(call, await projectWithId(call, value));

export const asks: Feature = { commands: { "pmo ask": askCommand }, presses: { "status.askNow": askPress } };
