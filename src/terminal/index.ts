import type { FormField } from "../chat/form.ts";
import type { Intent, Place, Said } from "../chat/intent.ts";
import type { Button } from "../chat/message.ts";
import type { Reply } from "../chat/reply.ts";
import type { Answers } from "../core/fields.ts";
import type { Adapter, Answer } from "../ports/adapter.ts";
import { type Messenger, SendFailure } from "../ports/messenger.ts";
import { placeOf, privateRoom, type Shown, type Terminal, terminalWorkspace, userOf } from "./screens.ts";

/** Somebody at the terminal: what they can do, each giving what came back. */
export interface Speaking {
  says(words: string, where?: { readonly channel?: string; readonly thread?: boolean }): Promise<Reply>;
  presses(label: string): Promise<Reply>;
  /** Answers by label or name; what is not named keeps its value. `button` presses one of the form's own instead. */
  submits(answers: Readonly<Record<string, string>>, button?: string): Promise<Reply>;
}

/** The third adapter: it keeps the inside honest about what any chat can show and hear. */
export function terminalAdapter(terminal: Terminal): Adapter {
  return {
    messenger: messengerOf(terminal),
    paths: {},
    start: async () => {},
    stop: async () => {},
    ready: () => true,
    check: async () => [],
  };
}

export function speakAs(terminal: Terminal, answer: Answer, user: string): Speaking {
  async function hear(make: (said: Said) => Intent, at: Place, on?: Shown): Promise<Reply> {
    const reply = await answer(make({ id: `terminal:${crypto.randomUUID()}`, from: userOf(user), at }));
    show(terminal, user, at, reply, on);
    return reply;
  }

  const press = ({ action, value = "" }: Button, at: Place, answers?: Answers, on?: Shown): Promise<Reply> =>
    hear((said) => ({ ...said, kind: "press", action, value, ...(answers && { answers }) }), at, on);

  return {
    says(words, where = {}) {
      const at = { ...placeOf(where.channel ?? privateRoom(user)), ...(where.thread && { thread: "1" }) };
      return hear((said) => ({ ...said, kind: "command", words: mentions(words) }), at);
    },
    async presses(label) {
      const found = terminal.button(user, label);
      if (!found) throw new Error(`${user} sees no button [${label}]`);
      const { button, on } = found;
      return on ? press(button, placeOf(on.room), undefined, on) : press(button, terminal.formPlace(user), await answersOf(user, {}));
    },
    async submits(given, label) {
      const form = terminal.form(user);
      if (!form) throw new Error(`${user} has no form open`);
      const at = terminal.formPlace(user);
      const answers = await answersOf(user, given);
      const button = form.buttons?.find((each) => each.label === label);
      if (label !== undefined && label !== form.submit && !button) throw new Error(`The form has no button [${label}]`);
      if (button) return press(button, at, answers);
      return hear((said) => ({ ...said, kind: "submit", action: form.action, state: form.state, answers }), at);
    },
  };

  async function answersOf(who: string, given: Readonly<Record<string, string>>): Promise<Answers> {
    const form = terminal.form(who);
    const fields = form?.fields ?? [];
    const answers: Record<string, string | undefined> = {};
    for (const field of fields) {
      const typed = Object.entries(given).find(([name]) => isCalled(field, name))?.[1] ?? undefined;
      answers[field.name] = (typed === undefined ? field.value : await understood(field, typed)) || undefined;
    }
    const unknown = Object.keys(given).find((name) => !fields.some((field) => isCalled(field, name)));
    if (unknown === undefined || !form) return answers;
    terminal.openForm(who, { ...form, fields: fields.map((field) => keeping(field, answers[field.name])) }, terminal.formPlace(who));
    const labels = fields.map(({ label }) => label).join(", ");
    throw new Error(`The form does not ask for ${unknown}; it asks for ${labels}. The other answers are kept.`);
  }

  async function understood(field: FormField, typed: string): Promise<string> {
    if (field.control.kind === "choice") {
      const option = Object.entries(field.control.options).find(([value, label]) =>
        [value, label].some((each) => each.toLowerCase() === typed.toLowerCase()),
      );
      return option?.[0] ?? typed;
    }
    if (field.control.kind === "lookup") {
      const reply = await answer({
        kind: "lookup",
        source: field.control.source,
        typed,
        id: `terminal:${crypto.randomUUID()}`,
        from: userOf(user),
        at: terminal.formPlace(user),
      });
      return (reply.kind === "options" && reply.options[0]?.value) || typed;
    }
    return field.control.kind === "person" ? mentions(typed) : typed;
  }
}

const isCalled = (field: FormField, name: string): boolean =>
  [field.label, field.name].some((each) => each.toLowerCase() === name.toLowerCase());
const keeping = (field: FormField, value: string | undefined): FormField => (value === undefined ? field : { ...field, value });
/** "@dev" is how a terminal says a mention. */
const mentions = (words: string): string => words.replace(/(^|[\s:])@([a-z][\w.-]*)/gi, "$1<@$2>");

function show(terminal: Terminal, user: string, at: Place, reply: Reply, on: Shown | undefined): void {
  if (reply.kind === "options") return;
  terminal.openForm(user, reply.kind === "form" ? reply.form : undefined, at);
  if (reply.kind === "form" || reply.kind === "done") return;
  const message = reply.kind === "file" ? withFile(reply) : reply.message;
  const forAll = reply.kind === "message" && reply.to === "here";
  if (reply.kind === "message" && reply.to === "replace" && on) terminal.edit(on.id, message);
  else terminal.put({ room: at.channel, message, ...(!forAll && { to: user }) });
}

function withFile({ name, content, message }: Extract<Reply, { kind: "file" }>): Extract<Reply, { kind: "file" }>["message"] {
  return { ...message, blocks: [...message.blocks, { kind: "small", text: name }, { kind: "quote", text: content }] };
}

function messengerOf(terminal: Terminal): Messenger {
  return {
    platform: "terminal",
    async post(to, message, { key, under }) {
      if ("identity" in to && terminal.gone.has(to.identity.user)) throw new SendFailure("unreachable", "they have left this chat");
      const room = "identity" in to ? privateRoom(to.identity.user) : to.channel.channel;
      return terminal.put({ room, message, key, ...(under && { under: under.id }) });
    },
    edit: async (ref, message) => terminal.edit(ref.id, message),
    find: async (to, key) => terminal.find("identity" in to ? privateRoom(to.identity.user) : to.channel.channel, key),
    profile: async (user) => {
      if (user.workspace !== terminalWorkspace) throw new SendFailure("unreachable", "not a user of this terminal");
      return { name: user.name ?? user.id, outside: false };
    },
  };
}
