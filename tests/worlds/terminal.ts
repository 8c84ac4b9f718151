import type { Reply } from "../../src/chat/reply.ts";
import { readConfig } from "../../src/config.ts";
import { type Bot, start } from "../../src/main.ts";
import type { Log } from "../../src/ports/index.ts";
import { openStore } from "../../src/store/index.ts";
import { speakAs } from "../../src/terminal/index.ts";
import { printForm, printMessage } from "../../src/terminal/print.ts";
import { createTerminal, privateRoom, terminalWorkspace } from "../../src/terminal/screens.ts";
import { cast } from "./cast.ts";
import { beatUntilSent, handClock, turn, worldBegins } from "./clock.ts";
import { freshDatabase } from "./database.ts";
import { seed } from "./seed.ts";
import type { MakeWorld, Speaker } from "./world.ts";

/** The world on the terminal: the same program, its third adapter, and screens kept in memory. */
export const terminalWorld: MakeWorld = async (options = {}) => {
  const clock = handClock(options.at ?? worldBegins);
  const terminal = createTerminal();
  const databaseUrl = await freshDatabase("in a file");
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    ADMIN_EMAILS: cast.ada.email,
    ZONE: "Europe/London",
    PORT: "0",
  });
  if (!options.empty) await prepare(databaseUrl);
  const failures: Error[] = [];
  const log: Log = { info() {}, warn() {}, error: (facts, words) => void failures.push(new Error(words, { cause: facts })) };
  const begin = () => start(config, { clock, terminal, log, ...(options.types && { types: options.types }) });
  let bot: Bot = await begin();

  /** What could not be drawn is tried again in five seconds, which no clock here ever turns to: better to hear of it. */
  const beat = async () => {
    await beatUntilSent(bot, clock);
    const [failure] = failures.splice(0);
    if (failure) throw failure;
  };

  const printed = (reply: Reply): string => {
    if (reply.kind === "form") return printForm(reply.form);
    if (reply.kind === "file") return `${printMessage(reply.message)}\n${reply.content}`;
    return reply.kind === "message" ? printMessage(reply.message) : "";
  };
  const speaker = (user: string): Speaker => {
    const speaking = speakAs(terminal, (intent) => bot.answer(intent), user);
    const settled = async (reply: Promise<Reply>) => {
      const text = printed(await reply);
      await beat();
      return text;
    };
    return {
      says: (words, where) => settled(speaking.says(words, where)),
      presses: (label) => settled(speaking.presses(label)),
      submits: (answers, button) => settled(speaking.submits(answers, button)),
      form: () => {
        const form = terminal.form(user);
        return form && printForm(form);
      },
      inbox: () =>
        terminal.shown.filter((each) => each.room === privateRoom(user) && each.to === undefined).map((each) => printMessage(each.message)),
    };
  };

  return {
    platform: "terminal",
    people: Object.fromEntries(Object.keys(cast).map((name) => [name, speaker(name)])),
    channel: (name) => ({
      reads: () =>
        terminal.shown
          .filter((each) => each.room === name && each.to === undefined && each.under === undefined)
          .map((post) =>
            [post, ...terminal.shown.filter((each) => each.under === post.id)].map((each) => printMessage(each.message)).join("\n    "),
          ),
    }),
    now: () => clock.now(),
    turnTo: (instant) => turn(clock, instant, beat),
    settle: beat,
    loses: async (person) => void terminal.gone.add(person),
    async restart() {
      await bot.stop();
      bot = await begin();
    },
    stop: () => bot.stop(),
  };
};

/** The portfolio, with everybody's account on the terminal; hugo is of another organisation. */
async function prepare(databaseUrl: string): Promise<void> {
  const store = await openStore({ url: databaseUrl });
  await seed(store, (channel) => ({ platform: "terminal", workspace: terminalWorkspace, channel, shared: channel === "vendor" }));
  await store.people.add({ name: cast.hugo.name, email: cast.hugo.email, zone: cast.hugo.zone });
  for (const [user, { email }] of Object.entries(cast)) {
    const person = await store.people.byEmail(email);
    if (person)
      await store.people.identify(person.id, { platform: "terminal", workspace: terminalWorkspace, user, outside: user === "hugo" });
  }
  await store.close();
}
