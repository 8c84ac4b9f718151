import { z } from "zod";
import { say } from "../../chat/message.ts";
import { type Reply, toMe } from "../../chat/reply.ts";
import { bold, mention, text } from "../../chat/text.ts";
import { type Role, roles, type Scope } from "../../core/people.ts";
import { refuse } from "../../core/refusal.ts";
import type { Call, Job } from "../../routes.ts";
import { isOutside, notMetYet } from "../../verbs/may.ts";
import { withNames } from "../../verbs/mentions.ts";
import { sets } from "../../verbs/oversight.ts";
import { personMeant } from "../../verbs/owners.ts";
import { isAdmin, mayGrant, scopeNamed } from "./scope.ts";

const usage = "Say who, which role and on what: pmo role @PERSON team #KEY.";
/** One person each at a time: these are handed over, not handed out. */
const single: readonly Role[] = ["pm", "sponsor", "contact"];

/** `/pmo role @x team #APOLLO`: gives a role, on the record; whoever gets it is told. */
export async function giveRole(call: Call, words: string): Promise<Reply> {
  const { person, role, scope, on } = await asked(call, words);
  if (single.includes(role) && scope.kind === "project") refuse(`Say pmo ${role} #${on} @PERSON: that hands it over, and tells both.`);
  if (role === "pm") refuse("A project manager runs one project: pmo pm #KEY @PERSON.");
  if (role === "deputy") refuse("A deputy stands in between two dates: pmo away 24 Dec to 2 Jan deputy @PERSON.");
  if (role === "manager" && scope.kind !== "programme") refuse("A manager runs a programme: pmo role @PERSON manager PROGRAMME.");
  if (role === "team" && scope.kind !== "project") refuse("Somebody is on the team of a project: pmo role @PERSON team #KEY.");
  if (!(await mayGrant(call, role, scope))) refuse(`You cannot make somebody ${role} of ${on}. The PMO can; nothing was changed.`);
  if (person.unknown && !(await sets(call, scope))) return toMe(say(notMetYet(person)));
  if (isOutside(person) && !(await sets(call, scope)))
    refuse(`${person.name} is a guest or of another organisation, so only the PMO can give them a role.`);
  if (await holdsAlready(call, person.id, role, scope)) refuse(`${person.name} is ${role} of ${on} already. Nothing was changed.`);
  await call.store.people.assign({ person: person.id, role, scope, from: call.today });
  await record(call, person.id, undefined, `${role} of ${on}`);
  if (person.id !== call.me.id) {
    const payload: z.infer<typeof Given> = { role, on, by: call.me.name };
    await call.store.outbox.add(
      { key: `role:${call.id}:${person.id}`, job: "people.role", payload, to: { person: person.id }, class: "interactive" },
      call.now,
    );
  }
  const whose = person.unknown
    ? "I have not met them yet; a guest, too, would see"
    : `${person.name} is not of this organisation: they now see`;
  const guest = isOutside(person) ? ` ${whose} what ${role} of ${on} sees.` : "";
  return {
    kind: "message",
    to: "me",
    message: say(text`${mention(person)} is ${bold(role)} of ${on} from today, and is told.${guest} To end it: pmo role remove.`),
  };
}

/** `/pmo role remove @x team #APOLLO`: ends it today; that it was held stays on the record. */
export async function endRole(call: Call, words: string): Promise<Reply> {
  const { person, role, scope, on } = await asked(call, words);
  if (!(await mayGrant(call, role, scope))) refuse(`You cannot take ${role} of ${on} from somebody. The PMO can; nothing was changed.`);
  if (!(await holdsAlready(call, person.id, role, scope)))
    refuse(`${person.name} is not ${role} of ${on}. Say pmo person to see what they hold.`);
  if (role === "admin" && person.id === call.me.id) refuse("You would lock yourself out. Another admin can do this.");
  await call.store.people.unassign(person.id, role, scope, call.today);
  await record(call, person.id, `${role} of ${on}`, undefined);
  return {
    kind: "message",
    to: "me",
    message: say(text`${mention(person)} is no longer ${bold(role)} of ${on}. That they were stays on the record.`),
  };
}

const Given = z.object({ role: z.string(), on: z.string(), by: z.string() });

export const tellRole: Job = async (_desk, payload) => {
  const given = Given.safeParse(payload);
  if (!given.success) return { dropped: "the role cannot be read" };
  const { role, on, by } = given.data;
  return say(
    text`${by} made you ${bold(role)} of ${on}. Say pmo help to see what you can do, or pmo privacy to see what is recorded about you.`,
  );
};

async function asked(call: Call, words: string) {
  const parts = words.trim().split(/\s+/);
  const at = parts.findIndex((part, i) => i > 0 && roles.some((role) => role === part.toLowerCase()));
  const role = roles.find((each) => each === parts[at]?.toLowerCase());
  if (at < 1 || role === undefined) {
    const none = parts.length > 2 ? `There is no role among “${(await withNames(call, parts.slice(1).join(" "))).slice(0, 60)}”. ` : "";
    refuse(`${none}${usage} Roles: ${roles.join(", ")}.`);
  }
  const person = await personMeant(call, parts.slice(0, at).join(" "));
  const { scope, words: on } = await scopeNamed(call, parts.slice(at + 1).join(" "));
  if (role === "admin" && scope.kind === "organisation" && !isAdmin(call)) refuse("Only an admin makes an admin. Nothing was changed.");
  return { person, role, scope, on };
}

async function holdsAlready(call: Call, person: string, role: Role, scope: Scope): Promise<boolean> {
  return (await call.store.people.holders(role, scope, call.today)).includes(person);
}

function record(call: Call, person: string, from: string | undefined, to: string | undefined): Promise<void> {
  const change = { at: call.now, actor: call.me.id, source: call.user.platform, subject: `person:${person}`, what: "role" };
  return call.store.record({ ...change, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
}
