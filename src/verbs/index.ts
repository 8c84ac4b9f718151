import { z } from "zod";
import { carried, outdated } from "../chat/carried.ts";
import { say } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import { bold, text } from "../chat/text.ts";
import type { RecordType } from "../core/record-type.ts";
import { refuse } from "../core/refusal.ts";
import type { Call, Command, Feature } from "../routes.ts";
import { accept, pressAccept, pressBack, pressTake } from "./accept.ts";
import { asked } from "./asked.ts";
import { assign } from "./assign.ts";
import { edit, pressEdit, submitEdit } from "./edit.ts";
import { exported } from "./export.ts";
import { refIn, withLikeRefs } from "./find.ts";
import { help } from "./help.ts";
import { history, pressHistory } from "./history.ts";
import { link, raise } from "./link.ts";
import { list, pressList } from "./list.ts";
import { log, submitLog } from "./log.ts";
import { moreFields } from "./more.ts";
import { close, move, pressDecline, pressMove, reopen, submitMove } from "./move.ts";
import { notices } from "./notices.ts";
import { pressShow, show } from "./show.ts";
import { pressUndo, undo, undoLast } from "./undo.ts";

/** Of a button; longer words have to be said again. */
const maxValue = 1900;

/** What every register can do. Nothing in here knows which registers there are. */
export function verbs(types: readonly RecordType[]): Feature {
  return {
    commands: { ...Object.fromEntries(types.map((type) => [type.key, command(types, type)])), show: showCommand(types) },
    presses: {
      "entry.show": (call, value) => pressShow(call, types, value),
      "entry.edit": (call, value) => pressEdit(call, types, value, "all"),
      "entry.add": (call, value) => pressEdit(call, types, value, "missing"),
      "entry.more": (call, value, answers) => moreFields(call, types, value, answers ?? {}),
      "entry.move": (call, value) => pressMove(call, types, value),
      "entry.accept": (call, value) => pressAccept(call, types, value),
      "entry.decline": (call, value) => pressDecline(call, types, value),
      "entry.take": (call, value) => pressTake(call, types, value),
      "entry.back": (call, value) => pressBack(call, types, value),
      "entry.raise": (call, value) => raise(call, types, value),
      "entry.undo": (call, value) => pressUndo(call, types, value),
      "entry.history": (call, value) => pressHistory(call, types, value),
      "entry.list": (call, value) => pressList(call, types, value),
      "entry.say": (call, value) => pressSay(call, types, value),
    },
    submits: {
      "entry.log": (call, state, answers) => submitLog(call, types, state, answers),
      "entry.edit": (call, state, answers) => submitEdit(call, types, state, answers),
      "entry.move": (call, state, answers) => submitMove(call, types, state, answers),
    },
    jobs: notices(types),
  };
}

/** One command a register, its verbs inside: `risk list`, `risk close R-42 …`, or what happened in plain words. */
function command(types: readonly RecordType[], type: RecordType): Command {
  return {
    usage: type.key,
    about: `Log ${/^[aeiou]/.test(type.names.one) ? "an" : "a"} ${type.names.one}, or work with ${type.names.many}: list, show, edit, assign, move, close, link, accept, undo, history, export`,
    run: async (call, words, source) => {
      const what = source
        ? ({ verb: "log", rest: words } as const)
        : await withLikeRefs(call, (keys) => asked(types, type, words, call.today, keys));
      switch (what.verb) {
        case "log":
          return log(call, type, what.rest, source);
        case "list":
          return list(call, type, what.rest);
        case "export":
          return exported(call, type, what.rest);
        case "link":
          return link(call, types, what.rest);
        case "help":
          return help(call, type);
        case "show":
          return show(call, types, what.ref, what.rest);
        case "edit":
          return edit(call, what.ref, what.rest);
        case "move":
          return move(call, what.ref, what.rest);
        case "close":
          return close(call, what.ref, what.rest);
        case "reopen":
          return reopen(call, what.ref, what.rest);
        case "accept":
          return accept(call, what.ref);
        case "assign":
          return assign(call, what.ref, what.rest);
        case "undo":
          return undo(call, types, what.ref);
        case "history":
          return history(call, types, what.ref);
        case "undo last":
          return undoLast(call, types, type);
        case "usage":
          return refuse(
            `Say which one: ${type.key} ${what.of} ${type.prefix}-42. For a new ${type.names.one} called that, say ${type.key} log ${what.of}.`,
          );
        case "slip":
          return slip(call, type, what.meant, words);
        default:
          return what satisfies never;
      }
    },
  };
}

/** "R-42", said on its own or with what to do with it; its letter tells the register. */
function showCommand(types: readonly RecordType[]): Command {
  return {
    usage: "R-42",
    about: "Show an entry of any register by its number; also R-42 close why",
    run: async (call, words) => {
      const said = await withLikeRefs(call, (keys) => {
        const ref = refIn(types, /^\S+/.exec(words.trim())?.[0] ?? "", keys);
        return ref && { ref, verb: asked(types, ref.type, words, call.today, keys).verb };
      });
      const { ref, verb } = said ?? refuse(`Say its number, such as ${types[0]?.prefix ?? "R"}-42.`);
      if (verb === "log") refuse(`Say what to do with ${ref.type.prefix}-${ref.number}: show, edit, move, close, assign, undo or history.`);
      return command(types, ref.type).run(call, words);
    },
  };
}

/** Nothing is done on a guess: one press takes the words as they were. */
function slip(call: Call, type: RecordType, meant: string, words: string): Reply {
  const command = `${call.settings.commandPrefix}${type.key} ${meant}`;
  const value = (said: string) => JSON.stringify({ type: type.key, words: said });
  const message = say(text`Did you mean ${bold(command)}? Nothing was done.`);
  const buttons = [
    { label: `Yes, ${meant}`.slice(0, 30), action: "entry.say", value: value(meant), style: "primary" },
    { label: `Log it as a ${type.names.one}`, action: "entry.say", value: value(`log ${words}`) },
  ] as const;
  const fit = buttons.every((button) => button.value.length <= maxValue);
  return { kind: "message", message: fit ? { ...message, blocks: [...message.blocks, { kind: "buttons", buttons }] } : message, to: "me" };
}

/** What a button says in somebody's place: the same words, with the same rights and checks. */
async function pressSay(call: Call, types: readonly RecordType[], value: string): Promise<Reply> {
  const given = carried(z.object({ type: z.string(), words: z.string().max(maxValue) }), value);
  const type = types.find(({ key }) => key === given.type) ?? refuse(outdated);
  return command(types, type).run(call, given.words);
}
