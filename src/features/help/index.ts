import type { Message } from "../../chat/message.ts";
import { bold, text } from "../../chat/text.ts";
import type { Call, Command, Feature } from "../../routes.ts";
import { nearest } from "../../verbs/reach.ts";
import { byUse, mostLines, type Named } from "./use.ts";

/** `/pmo help`: what this person can say here, in one screen; `/pmo help risk`: the commands with that word in them. */
export function help(parts: readonly Feature[]): Feature {
  const commands = parts.flatMap((part) => Object.entries(part.commands ?? {}));
  const run: Command["run"] = async (call, rest) => ({
    kind: "message",
    to: "me",
    message: /^((me|please)\b\W*)*$/i.test(rest) ? overview(call, commands) : about(call, commands, rest),
  });
  const command = { usage: "pmo help [WORD]", about: "What you can say here", run };
  return { commands: { help: command, pmo: { ...command, usage: "pmo", run: unknownPmo(run, commands) }, "pmo help": command } };
}

/** `/pmo` alone is help; `/pmo proejct` is a slip of the finger. */
function unknownPmo(run: Command["run"], commands: Named): Command["run"] {
  return async (call, rest) => {
    if (rest === "") return run(call, "");
    const words = rest.split(/\s+/).slice(0, 2).join(" ");
    const known = commands.map(([name]) => name).filter((name) => name.startsWith("pmo "));
    const near = nearest(`pmo ${words}`, known).concat(nearest(`pmo ${words.split(" ")[0]}`, known));
    const guess = near[0] === undefined ? "" : ` Did you mean ${near[0]}?`;
    const lines = text`I do not know ${bold(`pmo ${words}`)}.${guess} Say pmo help to see what I can do.`;
    return { kind: "message", to: "me", message: { summary: "I do not know that command", blocks: [{ kind: "text", text: lines }] } };
  };
}

/** What is used most comes first, so that one screen is enough; the rest is named below. */
function overview(call: Call, commands: Named): Message {
  const mine = byUse(call, forMe(call, commands));
  const [first, rest] = [mine.slice(0, mostLines), mine.slice(mostLines)];
  const home = call.here.project === undefined ? "Name the project as #KEY." : "This channel has a project, so you need no #KEY.";
  const more = rest.map(([name, { usage }]) => (usage.startsWith(name) ? name : usage)).join(", ");
  return {
    summary: "What you can say to Drumbeat",
    blocks: [
      { kind: "text", text: text`Type these as commands, in our direct chat, or by mentioning me. ${home}` },
      { kind: "facts", facts: first.map(line) },
      {
        kind: "small",
        text: `${more === "" ? "" : `Also: ${more}. `}pmo help and a word says more, such as pmo help away.`,
      },
    ],
  };
}

function about(call: Call, commands: Named, word: string): Message {
  const found = forMe(call, commands).filter(([name, { usage, about }]) =>
    `${name} ${usage} ${about}`.toLowerCase().includes(word.toLowerCase()),
  );
  if (found.length === 0)
    return {
      summary: "Nothing found",
      blocks: [{ kind: "text", text: `Nothing that you can say has ${word} in it. Say pmo help for all.` }],
    };
  return { summary: `Help on ${word}`, blocks: [{ kind: "facts", facts: found.slice(0, 20).map(line) }] };
}

const line = ([, { usage, about }]: Named[number]): readonly [string, string] => [usage, about];

/** A command that has two names takes one line. */
function forMe(call: Call, commands: Named): Named {
  const roles = new Set(call.rights.held.map(({ role }) => role));
  const open = commands.filter(
    ([, command]) => command.for === undefined || roles.has("admin") || command.for.some((role) => roles.has(role)),
  );
  return open.filter(([, { run }], at) => open.findIndex(([, each]) => each.run === run) === at);
}
