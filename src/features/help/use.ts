import type { Role } from "../../core/people.ts";
import type { Call, Command } from "../../routes.ts";

export type Named = readonly (readonly [string, Command])[];
export const mostLines = 10;

/** Stands for the commands of all registers. */
const registers = "*";
const running = ["status", registers, "pmo away", "pmo project", "pmo projects", "pmo digest"];
const setting = ["pmo setup", "pmo schedule", "pmo audience add", "pmo people", "pmo add project", "pmo schedule preview"];

/** What each role says most, the daily before the rare; the daily of all roles that somebody holds comes in this order. */
export const usedBy: readonly (readonly [readonly Role[], readonly string[]])[] = [
  [["pm", "deputy"], running],
  [
    ["pmo", "admin"],
    [...setting, registers, "pmo digest", "pmo projects"],
  ],
  [
    ["contact", "manager"],
    ["status", "pmo projects", "pmo project", "pmo schedule preview", registers],
  ],
  [["sponsor"], ["pmo project", "pmo projects", "status", "pmo digest", registers]],
  [["team"], [registers, "pmo project", "status"]],
  [["viewer"], ["pmo digest", "pmo projects", "pmo project", "status"]],
  [[], ["pmo privacy", "pmo person", "pmo prefer", "pmo zone"]],
];

/** The same commands, those first that this person says most. */
export function byUse({ rights, types }: Call, commands: Named): Named {
  const held = new Set(rights.held.map(({ role }) => role));
  const wanted = usedBy
    .filter(([roles]) => roles.length === 0 || roles.some((role) => held.has(role)))
    .flatMap(([, names]) => names.flatMap((name) => (name === registers ? types.map(({ key }) => key) : [name])));
  const place = (name: string) => (wanted.includes(name) ? wanted.indexOf(name) : wanted.length);
  return commands.toSorted(([one], [other]) => place(one) - place(other));
}
