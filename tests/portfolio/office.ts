import { createApp } from "../../src/app/index.ts";
import type { Intent } from "../../src/chat/intent.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { outbox } from "../../src/features/outbox/index.ts";
import { people } from "../../src/features/people/index.ts";
import { portfolio } from "../../src/features/portfolio/index.ts";
import { setup } from "../../src/features/setup/index.ts";
import { status } from "../../src/features/status/index.ts";
import { records } from "../../src/records/index.ts";
import type { Desk } from "../../src/routes.ts";
import { type OpenStore, openStore } from "../../src/store/index.ts";
import { printForm, printMessage } from "../../src/terminal/print.ts";
import { cast } from "../worlds/cast.ts";
import { freshDatabase } from "../worlds/database.ts";
import { seed } from "../worlds/seed.ts";

const parts = [portfolio, setup, people, status, outbox];
const workspace = "T1";

export interface Office {
  readonly store: OpenStore;
  readonly desk: Desk;
  id(name: keyof typeof cast): Promise<string>;
  /** What comes back, as text. `where` is a channel; without it the 1:1 chat. */
  says(who: string, words: string, where?: string): Promise<string>;
  /** Presses a button of the last reply that this person got. */
  presses(who: string, label: string): Promise<string>;
  /** Fills the open form by label; what is not named stays as it was drawn. */
  submits(who: string, answers: Readonly<Record<string, string>>): Promise<string>;
  /** Messages to a person that are waiting to be sent, as they would be drawn now. */
  post(who: keyof typeof cast): Promise<readonly string[]>;
}

/** The people of the cast with accounts on one chat, over SQLite in memory, without any platform. */
export async function office(options: { readonly empty?: true; readonly admins?: readonly string[] } = {}): Promise<Office> {
  const store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types: records });
  if (options.empty) for (const { name, email, zone } of Object.values(cast)) await store.people.add({ name, email, zone });
  else {
    await seed(store, (channel) => ({ platform: "slack", workspace, channel }));
    await store.people.add({ name: cast.hugo.name, email: cast.hugo.email });
  }
  for (const [user, { email }] of Object.entries(cast)) {
    const person = await store.people.byEmail(email);
    if (person) await store.people.identify(person.id, { platform: "slack", workspace, user, outside: user === "hugo" });
  }
  const now = new Date("2026-11-23T09:00:00Z");
  const settings = { commandPrefix: "", zone: "Europe/London", admins: options.admins ?? [cast.ada.email], nudgeLogDays: 90 };
  const log = {
    info() {},
    warn() {},
    error: (facts: object) => {
      throw new Error("a request failed", { cause: facts });
    },
  };
  const desk: Desk = { store, types: records, settings, now, log };
  const answer = createApp({ ...desk, clock: { now: () => now }, features: parts });
  const last = new Map<string, Reply>();
  let count = 0;

  const said = (who: string, where?: string) => ({
    id: `request-${++count}`,
    from: { platform: "slack", workspace, id: who } as const,
    at: {
      platform: "slack",
      workspace,
      channel: where ?? `D-${who}`,
      direct: where === undefined,
      shared: where === "vendor",
    } as const,
  });
  const send = async (who: string, intent: Intent): Promise<string> => {
    const reply = await answer(intent);
    last.set(who, reply);
    if (reply.kind === "form") return printForm(reply.form);
    return reply.kind === "message" ? printMessage(reply.message) : reply.kind;
  };
  const places = new Map<string, string | undefined>();

  return {
    store,
    desk,
    id: async (name) => (await store.people.byEmail(cast[name].email))?.id ?? "",
    says(who, words, where) {
      places.set(who, where);
      return send(who, { kind: "command", words: words.replace(/@([a-z]+)\b(?!\.)/g, "<@$1>"), ...said(who, where) });
    },
    presses(who, label) {
      const reply = last.get(who);
      const blocks = reply?.kind === "message" ? reply.message.blocks : [];
      const button = blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : [])).find((each) => each.label === label);
      if (!button) throw new Error(`${who} sees no button ${label}`);
      return send(who, { kind: "press", action: button.action, value: button.value ?? "", ...said(who, places.get(who)) });
    },
    submits(who, answers) {
      const reply = last.get(who);
      if (reply?.kind !== "form") throw new Error(`${who} has no form open`);
      const { action, state, fields } = reply.form;
      const filled = Object.fromEntries(fields.map(({ name, label, value }) => [name, (answers[label] ?? value) || undefined]));
      return send(who, { kind: "submit", action, state, answers: filled, ...said(who, places.get(who)) });
    },
    async post(who) {
      const person = await store.people.byEmail(cast[who].email);
      const drawn: string[] = [];
      for (const posting of await store.outbox.list({ limit: 100 })) {
        if (!person || !("person" in posting.to) || posting.to.person !== person.id) continue;
        const job = parts.flatMap((part) => Object.entries(part.jobs ?? {})).find(([name]) => name === posting.job)?.[1];
        const message = await job?.(desk, posting.payload, person);
        if (message) drawn.push("dropped" in message ? `dropped: ${message.dropped}` : printMessage(message));
      }
      return drawn;
    },
  };
}
