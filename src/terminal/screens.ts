import type { Form } from "../chat/form.ts";
import type { Place, User } from "../chat/intent.ts";
import type { Button, Message } from "../chat/message.ts";
import { plain } from "../chat/text.ts";
import type { MessageRef } from "../ports/messenger.ts";

/** A message on some screen. `to` is who alone sees it; absent: everybody in the room. */
export interface Shown {
  readonly id: string;
  readonly room: string; // a channel, or "@ben": the 1:1 chat of ben with the bot
  readonly to?: string;
  readonly under?: string;
  readonly key?: string; // of the posting that sent it
  message: Message;
}

export interface Terminal {
  /** Everything on every screen, oldest first. */
  readonly shown: readonly Shown[];
  /** Users who have left this chat: nothing can be brought to them. */
  readonly gone: Set<string>;
  /** Called for whatever appears or changes. */
  watch(watcher: (shown: Shown, how: "new" | "edited") => void): void;
  put(shown: Omit<Shown, "id">): MessageRef;
  edit(id: string, message: Message): void;
  find(room: string, key: string): MessageRef | undefined;
  /** `at`: where it was opened, so that what follows from it is answered there. */
  openForm(user: string, form: Form | undefined, at: Place): void;
  form(user: string): Form | undefined;
  formPlace(user: string): Place;
  /** The newest button with that label that this user can see, and what it stands on. "APOLLO: Update" is the one after APOLLO. */
  button(user: string, label: string): { readonly button: Button; readonly on: Shown | undefined } | undefined;
}

export const terminalWorkspace = "terminal";
export const privateRoom = (user: string): string => `@${user}`;
export const userOf = (id: string): User => ({ platform: "terminal", workspace: terminalWorkspace, id });
export const placeOf = (room: string): Place => ({
  platform: "terminal",
  workspace: terminalWorkspace,
  channel: room,
  direct: room.startsWith("@"),
  shared: false,
});

/** The chat that the terminal plays: rooms and screens in memory, which outlive a restart of the program. */
export function createTerminal(): Terminal {
  const shown: Shown[] = [];
  const forms = new Map<string, { readonly form: Form; readonly at: Place }>();
  const watchers: ((shown: Shown, how: "new" | "edited") => void)[] = [];
  const refOf = ({ room, id }: Shown): MessageRef => ({ platform: "terminal", workspace: terminalWorkspace, channel: room, id });

  return {
    shown,
    gone: new Set(),
    watch: (watcher) => void watchers.push(watcher),
    put(given) {
      const added = { ...given, id: String(shown.length + 1) };
      shown.push(added);
      for (const watcher of watchers) watcher(added, "new");
      return refOf(added);
    },
    edit(id, message) {
      const found = shown.find((each) => each.id === id);
      if (!found) return;
      found.message = message;
      for (const watcher of watchers) watcher(found, "edited");
    },
    find(room, key) {
      const found = shown.find((each) => each.room === room && each.key === key);
      return found && refOf(found);
    },
    openForm: (user, form, at) => void (form ? forms.set(user, { form, at }) : forms.delete(user)),
    form: (user) => forms.get(user)?.form,
    formPlace: (user) => forms.get(user)?.at ?? placeOf(privateRoom(user)),
    button(user, wanted) {
      const [, after, label] = /^(\S+): (.+)$/.exec(wanted) ?? [];
      return pressable(user, wanted) ?? (label === undefined ? undefined : pressable(user, label, after));
    },
  };

  function pressable(user: string, label: string, after?: string): ReturnType<Terminal["button"]> {
    const same = (button: Button) => button.label.toLowerCase() === label.toLowerCase();
    const onForm = forms.get(user)?.form.buttons?.find(same);
    if (onForm) return { button: onForm, on: undefined };
    const visible = shown.filter((each) => (each.to ?? user) === user && (!each.room.startsWith("@") || each.room === privateRoom(user)));
    for (const on of visible.reverse()) {
      const button = buttonsAfter(on.message, after).find(same);
      if (button) return { button, on };
    }
    return undefined;
  }
}

function buttonsAfter({ blocks }: Message, word: string | undefined): readonly Button[] {
  const from = word === undefined ? 0 : blocks.findIndex((block) => block.kind === "text" && plain(block.text).includes(word));
  return from < 0 ? [] : blocks.slice(from).flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
}
