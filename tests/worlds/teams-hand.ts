import { faultsOf, isJson, type Json, labelOf, listOf, partsOf, readCard, textOf } from "./teams-cards.ts";
import { type Account, appId, type Posted, type TeamsServer, tenant } from "./teams-server.ts";
import type { Speaker } from "./world.ts";

interface Hand extends Speaker {
  installs(): Promise<void>;
  uninstalls(): Promise<void>;
}

interface Within {
  readonly server: TeamsServer;
  readonly account: Account;
  readonly zone: () => string;
  readonly channelId: (name: string) => string;
  readonly send: (activity: Json) => Promise<{ readonly status: number; readonly body: Json | undefined }>;
  readonly settled: () => Promise<void>;
}

/** A card on the screen: in a message, or in the dialog that is open. */
interface OnScreen {
  readonly card: Json;
  readonly post?: Posted;
}

let requests = 0;

/** Somebody's Teams client: what they type, press and fill becomes what Teams sends, and what comes back is read. */
export function createHand({ server, account, zone, channelId, send, settled }: Within): Hand {
  const chat = `a:${account.aad}`;
  let dialog: Json | undefined;
  let dialogIn: Json = {};

  const inChat = (): Json => ({ conversation: { id: chat, conversationType: "personal", tenantId: tenant } });
  const inChannel = (name: string, thread: string): Json => ({
    conversation: { id: `${channelId(name)};messageid=${thread}`, conversationType: "channel", isGroup: true, tenantId: tenant },
    channelData: { tenant: { id: tenant }, team: { id: "19:team@thread.tacv2" }, channel: { id: channelId(name), name } },
  });
  const base = (): Json => ({
    id: String(++requests),
    channelId: "msteams",
    serviceUrl: server.serviceUrl,
    timestamp: new Date().toISOString(),
    localTimezone: zone(),
    from: { id: account.mri, aadObjectId: account.aad, name: account.name },
    recipient: { id: `28:${appId}`, name: "Drumbeat" },
    channelData: { tenant: { id: tenant } },
  });

  /** Does something and reads all that appeared or changed on this person's screen because of it. */
  async function seeing(act: () => Promise<string>): Promise<string> {
    const before = new Map(server.posted.map((post) => [post, post.activity]));
    const answered = await act();
    const changed = visible().filter((post) => before.get(post) !== post.activity);
    const seen = [answered, ...changed.map(read)].filter((text, at, all) => text !== "" && all.indexOf(text) === at).join("\n");
    await settled();
    return seen;
  }

  const visible = (): readonly Posted[] =>
    server.posted.filter(({ conversation, to }) =>
      to === undefined ? conversation === chat || !conversation.startsWith("a:") : to === account.mri,
    );

  async function invoke(name: string, value: Json, where: Json, replyToId?: string): Promise<string> {
    const { status, body } = await send({
      ...base(),
      ...where,
      type: "invoke",
      name,
      value,
      ...(replyToId !== undefined && { replyToId }),
    });
    if (status !== 200) throw new Error(`Teams shows "Something went wrong": ${name} was answered ${status}`);
    return shown(body, name, where);
  }

  /** What the client makes of the answer to an invoke. */
  function shown(body: Json | undefined, name: string, where: Json): string {
    const task = isJson(body?.["task"]) ? body["task"] : undefined;
    if (task?.["type"] === "continue" && isJson(task["value"]) && isJson(task["value"]["card"])) {
      const { card, title } = task["value"];
      const faults = faultsOf(card["content"], "dialog");
      if (faults.length > 0) throw new Error(`Teams shows "Unable to reach app": ${faults.join("; ")}`);
      dialog = isJson(card["content"]) ? card["content"] : undefined;
      dialogIn = where;
      return `== ${textOf(title)} ==\n${readCard(dialog)}`;
    }
    if (name.startsWith("task/") || name.startsWith("composeExtension/")) dialog = undefined;
    if (task?.["type"] === "message") return textOf(task["value"]);
    if (textOf(body?.["type"]).endsWith("activity.message")) return textOf(body?.["value"]);
    return textOf(body?.["type"]).endsWith("card.adaptive") ? readCard(body?.["value"]) : "";
  }

  const placeOf = ({ conversation, thread, id }: Posted): Json =>
    conversation === chat
      ? inChat()
      : {
          conversation: { id: `${conversation};messageid=${thread ?? id}`, conversationType: "channel", isGroup: true, tenantId: tenant },
          channelData: { tenant: { id: tenant }, channel: { id: conversation } },
        };

  function screens(): readonly OnScreen[] {
    const posts = visible().flatMap((post) => cardsOf(post).map((card) => ({ card, post })));
    return [...(dialog ? [{ card: dialog }] : []), ...posts.reverse()];
  }

  function formNow(): OnScreen | undefined {
    return screens().find(({ card, post }) => (post === undefined || post.conversation === chat) && inputsOf(card).length > 0);
  }

  async function press(action: Json, { card, post }: OnScreen, inputs: Json): Promise<string> {
    if (action["type"] === "Action.ShowCard") {
      const inner = partsOf(action["card"]).find((part) => textOf(part["type"]).startsWith("Action."));
      return inner ? press(inner, { card, ...(post && { post }) }, inputs) : "";
    }
    const data = { ...(isJson(action["data"]) ? action["data"] : {}), ...inputs };
    const where = post ? placeOf(post) : dialogIn;
    const opens = isJson(data["msteams"]) && data["msteams"]["type"] === "task/fetch";
    if (opens) return invoke("task/fetch", { data, context: { theme: "default" } }, where, post?.id);
    if (action["type"] === "Action.Submit" && !post) return invoke("task/submit", { data, context: { theme: "default" } }, where);
    const value = { action: { type: "Action.Execute", verb: action["verb"], data }, trigger: "manual" };
    return invoke("adaptiveCard/action", value, where, post?.id);
  }

  /** Agrees that a file is put into this person's OneDrive. */
  function allow(post: Posted): Promise<string> {
    const consent = consentIn(post) ?? {};
    const { name, content } = { name: textOf(consent["name"]), content: consent["content"] };
    const uploadInfo = { uploadUrl: `${server.url}/upload/${name}`, contentUrl: "https://x.sharepoint.com/f", name, uniqueId: "1" };
    const context = isJson(content) ? content["acceptContext"] : undefined;
    return invoke("fileConsent/invoke", { type: "fileUpload", action: "accept", context, uploadInfo }, placeOf(post), post.id);
  }

  async function answerOf(input: Json, typed: string): Promise<string> {
    const query = input["choices.data"];
    const choices = listOf(input["choices"]);
    const same = (choice: Json) => [choice["value"], choice["title"]].some((each) => textOf(each).toLowerCase() === typed.toLowerCase());
    if (isJson(query) && query["dataset"] === "graph.microsoft.com/users") {
      const name = typed.replace(/^@/, "").toLowerCase();
      return server.accounts.find((each) => each.name.toLowerCase().startsWith(name) || each.mri === `29:1${name}`)?.aad ?? typed;
    }
    if (isJson(query)) {
      const value = { queryText: typed, queryOptions: { skip: 0, top: 15 }, dataset: query["dataset"] };
      const { body } = await send({ ...base(), ...inChat(), type: "invoke", name: "application/search", value });
      const results = isJson(body?.["value"]) ? listOf(body["value"]["results"]) : [];
      return textOf(results[0]?.["value"]) || typed;
    }
    return textOf(choices.find(same)?.["value"]) || typed;
  }

  return {
    says(words, where = {}) {
      const { text, entities } = mentions(words.replace(/^\//, ""), server.accounts);
      return seeing(async () => {
        if (where.channel === undefined) {
          await send({ ...base(), ...inChat(), type: "message", text, textFormat: "plain", entities });
          return "";
        }
        const bot = { type: "mention", text: "<at>Drumbeat</at>", mentioned: { id: `28:${appId}`, name: "Drumbeat" } };
        const place = inChannel(where.channel, where.thread ? "human-1" : `human-${requests + 1}`);
        await send({
          ...base(),
          ...place,
          type: "message",
          text: `<at>Drumbeat</at>&nbsp;${text}\n`,
          textFormat: "plain",
          entities: [bot, ...entities],
        });
        return "";
      });
    },
    presses: (label) =>
      seeing(async () => {
        const offered = label === "Allow" ? visible().findLast((post) => consentIn(post) !== undefined) : undefined;
        if (offered) return allow(offered);
        for (const screen of screens()) {
          const action = actionsOf(screen.card).find((each) => textOf(each["title"]).toLowerCase() === label.toLowerCase());
          if (action) return press(action, screen, inputsAsTheyAre(screen.card));
        }
        throw new Error(`${account.name} sees no button [${label}]`);
      }),
    submits: (answers, button) =>
      seeing(async () => {
        const screen = formNow();
        if (!screen) throw new Error(`${account.name} has no form open`);
        const inputs: Record<string, unknown> = { ...inputsAsTheyAre(screen.card) };
        for (const [label, typed] of Object.entries(answers)) {
          const input = inputsOf(screen.card).find((each) => labelOf(each) === label || each["id"] === `answer_${label}`);
          if (!input) throw new Error(`The form does not ask for ${label}; it asks for ${inputsOf(screen.card).map(labelOf).join(", ")}`);
          inputs[textOf(input["id"])] = await answerOf(input, typed);
        }
        const actions = actionsOf(screen.card);
        const action = button === undefined ? actions.find(isSubmit) : actions.find((each) => textOf(each["title"]) === button);
        if (!action) throw new Error(`The form has no button [${button ?? "submit"}]`);
        return press(action, screen, inputs);
      }),
    form() {
      const found = formNow();
      return found && readCard(found.card);
    },
    inbox: () => server.posted.filter(({ conversation }) => conversation === chat).map(read),
    async installs() {
      server.installed.add(account.aad);
      await send({ ...base(), ...inChat(), type: "installationUpdate", action: "add" });
    },
    async uninstalls() {
      server.installed.delete(account.aad);
    },
  };
}

/** "@dev" as Teams sends it: the name in the text, and who it is beside it. */
function mentions(words: string, accounts: readonly Account[]): { readonly text: string; readonly entities: readonly Json[] } {
  const entities: Json[] = [];
  const text = words.replace(/(^|[\s:])@([a-z][\w.-]*)/gi, (all, before: string, name: string) => {
    const found = accounts.find(({ mri }) => mri === `29:1${name.toLowerCase()}`);
    if (!found) return all;
    const shown = `<at>${found.name}</at>`;
    entities.push({ type: "mention", text: shown, mentioned: { id: found.mri, name: found.name } });
    return `${before}${shown}`;
  });
  return { text, entities };
}

const cardsOf = ({ activity }: Posted): readonly Json[] =>
  listOf(activity["attachments"]).flatMap(({ content }) => (isJson(content) && content["type"] === "AdaptiveCard" ? [content] : []));

export const read = (post: Posted): string => {
  const consent = consentIn(post);
  return [...cardsOf(post).map(readCard), ...(consent ? [`${textOf(consent["name"])} [Allow] [Decline]`] : [])].join("\n");
};

const consentIn = ({ activity }: Posted): Json | undefined =>
  listOf(activity["attachments"]).find(({ contentType }) => textOf(contentType).endsWith("file.consent"));

const inputsOf = (card: Json): readonly Json[] => partsOf(card).filter((part) => textOf(part["type"]).startsWith("Input."));
/** Actions as drawn; what a ShowCard unfolds is pressed through it. */
const actionsOf = (card: Json): readonly Json[] =>
  listOf(card["body"]).flatMap((element) => (element["type"] === "ActionSet" ? listOf(element["actions"]) : []));

const isSubmit = (action: Json): boolean =>
  isJson(action["data"]) && isJson(action["data"]["drumbeat"]) && action["data"]["drumbeat"]["kind"] === "submit";

function inputsAsTheyAre(card: Json): Json {
  return Object.fromEntries(
    inputsOf(card).flatMap((input) => (input["value"] === undefined ? [] : [[textOf(input["id"]), String(input["value"])]])),
  );
}
