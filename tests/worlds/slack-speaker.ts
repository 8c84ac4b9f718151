import { slackHand } from "./slack-hand.ts";
import { problemsOfMessage } from "./slack-methods.ts";
import { type Block, isBlock, listOf, problemsOfView } from "./slack-rules.ts";
import { readMessage, readView, textOf } from "./slack-screens.ts";
import type { AckPayload, SlackServer } from "./slack-server.ts";
import { type Account, botUser, type Conversation, type StoredMessage } from "./slack-state.ts";
import { formOf, type Held, typedInto } from "./slack-view.ts";
import type { Wire } from "./slack-wire.ts";
import type { Speaker } from "./world.ts";

export interface SlackSpeaker extends Speaker {
  /** Chooses a message shortcut on the newest message of a channel. */
  shortcut(callback: string, channel: string): Promise<string>;
}

interface Surroundings {
  readonly server: SlackServer;
  readonly wire: () => Wire;
  readonly channelId: (name: string) => string;
  readonly commands: ReadonlySet<string>;
  /** Lets the program send what it owes. */
  beat(): Promise<void>;
}

/** Somebody with Slack's own client in their hand. */
export function slackSpeaker(account: Account, around: Surroundings): SlackSpeaker {
  const { server, channelId } = around;
  const { state } = server;
  const typed = new Map<string, Held>();
  let errors: ReadonlyMap<string, string> = new Map();
  let pressed: string | undefined;
  const nameOf = (user: string) => state.accounts.get(user)?.name ?? (user === botUser ? "Drumbeat" : user);
  const hand = slackHand(account, server, around.wire, typed);
  const { open } = hand;

  const form = (): string | undefined => {
    const view = open();
    return view && readView(view.view, formOf(view, typed).shown(nameOf), errors, nameOf);
  };

  /** Does something, waits for all that follows from it, and reads what this person got to see. */
  async function acts(act: () => Promise<void>): Promise<string> {
    const mark = state.tick();
    const before = open()?.hash;
    await act();
    await server.quiet();
    const view = open();
    const seen = view && view.hash !== before ? form() : undefined;
    const text = seen ?? news(mark).map(show).join("\n");
    await around.beat();
    await server.quiet();
    return text;
  }

  /** What answered: not what the program sends on its own, which carries metadata. */
  function news(mark: number): readonly StoredMessage[] {
    const answers = visible().filter(({ message }) => message.changed > mark && (message.metadata === undefined || message.ts === pressed));
    return answers.map(({ message }) => message).sort((a, b) => a.changed - b.changed);
  }

  const show = (message: StoredMessage) => readMessage(message, nameOf) + (message.file === undefined ? "" : `\n${message.file}`);

  const visible = () =>
    [...state.conversations.values()]
      .filter((each) => each.members.has(account.id))
      .flatMap((at) =>
        at.messages
          .filter((each) => each.user === botUser && (each.onlyFor ?? account.id) === account.id)
          .map((message) => ({ at, message })),
      );

  function takeAnswer(ack: AckPayload, at: Conversation): void {
    if (!ack) return;
    const problem = problemsOfMessage(ack);
    if (problem) throw new Error(`Slack would not show the answer: ${JSON.stringify(problem)}`);
    const onlyMe = ack["response_type"] === "in_channel" ? {} : { onlyFor: account.id };
    state.put(at.id, { text: String(ack["text"] ?? ""), blocks: listOf(ack["blocks"]), ...onlyMe });
  }

  async function submit(): Promise<void> {
    const view = hand.view();
    errors = formOf(view, typed).refused();
    if (errors.size > 0) {
      view.hash = `${state.tick()}.hash`;
      return;
    }
    const ack = await hand.submit();
    if (!ack || ack["response_action"] === "clear") return void state.views.delete(view.id);
    if (ack["response_action"] === "errors") {
      const wrong = isBlock(ack["errors"]) ? ack["errors"] : {};
      const ids = new Set(formOf(view, typed).inputs.map((input) => input.id));
      const unknown = Object.keys(wrong).find((id) => !ids.has(id));
      if (unknown !== undefined) throw new Error(`The form has no input ${unknown} to show an error at`);
      errors = new Map(Object.entries(wrong).map(([id, words]) => [id, String(words)]));
      return;
    }
    const problems = problemsOfView(ack["view"]);
    if (!isBlock(ack["view"]) || problems.length > 0) throw new Error(`Slack would not show the form: ${problems.join("; ")}`);
    Object.assign(view, { view: ack["view"], hash: `${state.tick()}.hash` });
  }

  async function fill(label: string, words: string): Promise<void> {
    const view = open();
    if (!view) throw new Error(`${account.name} has no form open`);
    const form = formOf(view, typed);
    const input = form.input(label);
    const type = String(input.element["type"]);
    if (type === "users_select") return form.hold(input, { type, selected_user: words === "" ? null : personNamed(words) });
    if (type !== "external_select") return form.hold(input, typedInto(input.element, words));
    const ack = await hand.search(input.id, input.actionId, words);
    const [first] = listOf(ack?.["options"]);
    form.hold(input, { type, selected_option: first ?? null });
  }

  function personNamed(words: string): string {
    const bare = words.replace(/^<?@|>$/g, "").toLowerCase();
    const found = [...state.accounts.values()].find((each) =>
      [each.id.toLowerCase(), each.name.toLowerCase(), each.name.split(" ")[0]?.toLowerCase()].includes(bare),
    );
    if (!found) throw new Error(`Slack's picker shows nobody called ${words}`);
    return found.id;
  }

  return {
    form,
    says(words, where = {}) {
      return acts(async () => {
        const at = where.channel === undefined ? state.direct(account.id) : conversation(where.channel);
        const text = slackText(words.replace(/^\//, ""));
        const [command = "", ...rest] = text.split(" ");
        const newest = at.messages.findLast((each) => each.user === botUser && each.thread === undefined);
        if (where.thread) return hand.write(text, at, newest?.ts ?? "1700000000.000001");
        return around.commands.has(command.toLowerCase()) && !account.stranger
          ? takeAnswer(await hand.slash(command.toLowerCase(), rest.join(" "), at), at)
          : hand.write(text, at, undefined);
      });
    },
    presses(label) {
      return acts(async () => {
        const view = open();
        const inView =
          view &&
          formOf(view, typed)
            .buttons()
            .find((button) => textOf(button["text"]) === label);
        if (inView) return hand.pressInView(inView);
        const found = visible()
          .sort((a, b) => Number(b.message.ts) - Number(a.message.ts))
          .flatMap(({ at, message }) => buttonsOf(message).map((button) => ({ at, message, button })))
          .find(({ button }) => textOf(button["text"]) === label);
        if (!found) throw new Error(`${account.name} sees no button [${label}]`);
        pressed = found.message.ts;
        await hand.pressInMessage(found.button, found.at, found.message);
      });
    },
    async submits(answers, button) {
      const mark = state.tick();
      for (const [label, words] of Object.entries(answers)) await fill(label, words);
      const view = open();
      if (!view) throw new Error(`${account.name} has no form open`);
      const own = formOf(view, typed)
        .buttons()
        .find((each) => textOf(each["text"]) === button);
      if (button !== undefined && !own && textOf(view.view["submit"]) !== button) throw new Error(`The form has no button [${button}]`);
      errors = new Map();
      const text = await acts(() => (own ? hand.pressInView(own) : submit()));
      return open() && text === "" ? (form() ?? "") : text || news(mark).map(show).join("\n");
    },
    shortcut(callback, channel) {
      return acts(async () => {
        const at = conversation(channel);
        const message = at.messages.at(-1);
        if (!message) throw new Error(`Nothing was said in ${channel}`);
        await hand.shortcut(callback, at, message);
      });
    },
    inbox: () =>
      state
        .direct(account.id)
        .messages.filter((each) => each.user === botUser && each.onlyFor === undefined)
        .map(show),
  };

  function conversation(name: string): Conversation {
    const found = state.conversations.get(channelId(name));
    if (!found) throw new Error(`There is no channel ${name}`);
    return found;
  }

  /** As Slack's composer sends it: signs as entities, "@dev" as a mention where there is such a person. */
  function slackText(words: string): string {
    const signs = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return signs.replace(/(^|[\s:])@([a-z]+)\b(?!\.|@)/gi, (whole, before: string, name: string) => {
      const found = [...state.accounts.values()].find((each) => each.id === `U0${name.toUpperCase()}`);
      return found ? `${before}<@${found.id}|${name.toLowerCase()}>` : whole;
    });
  }
}

function buttonsOf(message: StoredMessage): readonly Block[] {
  return message.blocks
    .filter(isBlock)
    .filter((block) => block["type"] === "actions")
    .flatMap((block) => listOf(block["elements"]).filter(isBlock));
}
