import { createApp } from "../../src/app/index.ts";
import type { Form } from "../../src/chat/form.ts";
import type { Source } from "../../src/chat/intent.ts";
import type { Button, Message } from "../../src/chat/message.ts";
import type { Reply } from "../../src/chat/reply.ts";
import type { Answers } from "../../src/core/fields.ts";
import type { Person } from "../../src/core/people.ts";
import type { RecordType } from "../../src/core/record-type.ts";
import type { Posting } from "../../src/ports/outbox.ts";
import type { Channel } from "../../src/ports/projects.ts";
import { records } from "../../src/records/index.ts";
import { openStore } from "../../src/store/index.ts";
import { printForm, printMessage } from "../../src/terminal/print.ts";
import { verbs } from "../../src/verbs/index.ts";
import { type CastName, cast } from "../worlds/cast.ts";
import { freshDatabase } from "../worlds/database.ts";
import { seed } from "../worlds/seed.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const channel = (name: string): Channel => ({
  platform: "terminal",
  workspace: "terminal",
  channel: name,
  ...(name === "vendor" && { shared: true }),
});

interface Where {
  readonly channel?: string;
  readonly shared?: boolean;
  readonly source?: Source;
  readonly id?: string;
  readonly platform?: "slack";
}

/** The registers alone, over a real store, with the people of the cast at their desks. The clock stands until it is turned. */
export async function openOffice(types: readonly RecordType[] = records) {
  const store = await openStore({ url: await freshDatabase(), zone: "Europe/London", types });
  await seed(store, channel);
  const ids = new Map<CastName, string>();
  for (const name of Object.keys(cast) as CastName[]) {
    const person = (await store.people.byEmail(cast[name].email)) ?? (await store.people.add(cast[name]));
    await store.people.identify(person.id, { platform: "terminal", workspace: "terminal", user: name, outside: name === "hugo" });
    ids.set(name, person.id);
  }
  let now = new Date("2026-11-23T10:00:00Z"); // a Monday
  const settings = { commandPrefix: "", zone: "Europe/London", admins: [], nudgeLogDays: 90 };
  const errors: unknown[] = [];
  const log = { ...quiet, error: (facts: object) => void errors.push(facts) };
  const feature = verbs(types);
  const answer = createApp({ store, types, settings, clock: { now: () => now }, log, features: [feature] });
  let requests = 0;
  const said = (who: CastName, { channel: name, shared, id, platform }: Where = {}) => ({
    id: id ?? `request-${++requests}`,
    from: { platform: platform ?? "terminal", workspace: "terminal", id: who } as const,
    at: {
      platform: platform ?? "terminal",
      workspace: "terminal",
      channel: name ?? `@${who}`,
      direct: name === undefined,
      shared: shared === true,
    } as const,
  });

  return {
    store,
    types,
    errors,
    /** A command or plain words. */
    says: (who: CastName, words: string, where: Where = {}): Promise<Reply> =>
      answer({ ...said(who, where), kind: "command", words, ...(where.source && { source: where.source }) }),
    presses: (who: CastName, button: Pick<Button, "action" | "value">, answers?: Answers, where: Where = {}): Promise<Reply> =>
      answer({ ...said(who, where), kind: "press", action: button.action, value: button.value ?? "", ...(answers && { answers }) }),
    /** Submits a form as it was drawn, with some answers changed. */
    submits: (who: CastName, form: Form, answers: Answers = {}, where: Where = {}): Promise<Reply> =>
      answer({ ...said(who, where), kind: "submit", action: form.action, state: form.state, answers: { ...answersIn(form), ...answers } }),
    turn(to: string): void {
      now = new Date(to);
    },
    id: (who: CastName): string => ids.get(who) ?? missing(who),
    person: async (who: CastName): Promise<Person> => (await store.people.get(ids.get(who) ?? "")) ?? missing(who),
    postings: (): Promise<readonly Posting[]> => store.outbox.list({ limit: 1000 }),
    /** A posting as it would be drawn at this moment. */
    async draw(posting: Posting): Promise<Message | { readonly dropped: string }> {
      const job = feature.jobs?.[posting.job] ?? missing(posting.job);
      const to = "person" in posting.to ? ((await store.people.get(posting.to.person)) ?? missing("person")) : posting.to.channel;
      return job({ store, types, settings, now, log }, posting.payload, to);
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

function answersIn(form: Form): Answers {
  return Object.fromEntries(form.fields.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

export function formOf(reply: Reply): Form {
  return reply.kind === "form" ? reply.form : missing(`a form, but there was: ${read(reply)}`);
}

export function read(reply: Reply): string {
  if (reply.kind === "form") return printForm(reply.form);
  return reply.kind === "message" || reply.kind === "file" ? printMessage(reply.message) : reply.kind;
}

export function button(reply: Reply, label: string): Button {
  const message = reply.kind === "message" ? reply.message.blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : [])) : [];
  const all = reply.kind === "form" ? (reply.form.buttons ?? []) : message;
  return all.find((each) => each.label === label) ?? missing(`a button ${label} in: ${read(reply)}`);
}

function missing(what: string): never {
  throw new Error(`There is no ${what}`);
}
