import type { Settings } from "./ports/index.ts";

/** The pages that the Teams manifest must point at, served under PUBLIC_URL: words for whoever opens them. */
export function pages({ nudgeLogDays }: Pick<Settings, "nudgeLogDays">): Readonly<Record<string, string>> {
  return {
    "/privacy": `Drumbeat: what is recorded about people

Your name, e-mail address, time zone and account on the chat platforms. Roles with their dates. Status reports and register
entries that you write, own or change, with the time; these are the project's record and stay. Absences as days and a deputy,
never a reason. Which prompts and reminders were sent to you, deleted after ${nudgeLogDays} days.

Leadership reads about projects. The PMO, and the project manager and sponsor of a project, see whether a report was late. There
are no rankings. "pmo person export" gives you all that is kept about you; an administrator can erase who you are, which leaves what
you did under nobody's name. This program is run by your own organisation on its own machines; nothing is sent to anybody else. Say
"pmo privacy" to the bot for this with your own data in it.
`,
    "/terms": `Drumbeat: terms of use

Drumbeat is run by your own organisation for its project management office, under your organisation's own rules. The software
comes under the MIT licence, without warranty of any kind.
`,
  };
}
