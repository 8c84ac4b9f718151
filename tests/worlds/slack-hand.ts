import type { Block } from "./slack-rules.ts";
import type { AckPayload, SlackServer } from "./slack-server.ts";
import { type Account, botUser, type Conversation, type OpenView, type StoredMessage, team } from "./slack-state.ts";
import { formOf, type Held } from "./slack-view.ts";
import { envelopeOf, type Wire } from "./slack-wire.ts";

/** What Slack sends when somebody types, presses or submits, in the shapes that Slack sends. */
export function slackHand(account: Account, server: SlackServer, wire: () => Wire, typed: Map<string, Held>) {
  const { state } = server;
  const user = { id: account.id, username: account.name, name: account.name, team_id: account.team ?? team };
  const common = { api_app_id: "A0DRUMBEAT", team: { id: team, domain: "cast" }, user, is_enterprise_install: false, enterprise: null };
  const open = (): OpenView | undefined => [...state.views.values()].findLast((view) => view.user === account.id);

  async function slash(command: string, text: string, at: Conversation): Promise<AckPayload> {
    const payload = {
      command: `/${command}`,
      text,
      user_id: account.id,
      user_name: account.name,
      team_id: user.team_id,
      team_domain: "cast",
      channel_id: at.id,
      channel_name: at.name ?? "directmessage",
      api_app_id: "A0DRUMBEAT",
      is_enterprise_install: "false",
      response_url: server.responseUrl(at.id, account.id),
      trigger_id: state.trigger(account.id),
    };
    return wire().command(payload);
  }

  async function write(text: string, at: Conversation, thread: string | undefined): Promise<void> {
    const direct = at.with !== undefined;
    const said = direct ? text : `<@${botUser}> ${text}`;
    const stored = state.put(at.id, { text: said, blocks: [], user: account.id, ...(thread !== undefined && { thread }) });
    const event = {
      type: direct ? "message" : "app_mention",
      ...(direct && { channel_type: "im" }),
      user: account.id,
      ...(account.stranger && { user_team: account.team }),
      team: user.team_id,
      text: said,
      ts: stored.ts,
      event_ts: stored.ts,
      channel: at.id,
      ...(thread !== undefined && { thread_ts: thread }),
    };
    await wire().event(envelopeOf(state, event, at.shared));
  }

  function view(): OpenView {
    const found = open();
    if (!found) throw new Error(`${account.name} has no form open`);
    return found;
  }

  function asSent(shown: OpenView): object {
    return { ...shown.view, id: shown.id, hash: shown.hash, team_id: team, state: formOf(shown, typed).state() };
  }

  async function pressInView(button: Block): Promise<void> {
    const shown = view();
    await wire().interactive({
      type: "block_actions",
      ...common,
      container: { type: "view", view_id: shown.id },
      trigger_id: state.trigger(account.id),
      view: asSent(shown),
      actions: [pressOf(button)],
    });
  }

  const pressOf = (button: Block) => ({
    type: "button",
    block_id: "b",
    action_id: button["action_id"],
    text: button["text"],
    value: button["value"],
    action_ts: `${state.tick()}.1`,
  });

  async function pressInMessage(button: Block, at: Conversation, message: StoredMessage): Promise<void> {
    const ephemeral = message.onlyFor !== undefined;
    await wire().interactive({
      type: "block_actions",
      ...common,
      container: {
        type: "message",
        message_ts: message.ts,
        channel_id: at.id,
        is_ephemeral: ephemeral,
        ...(message.thread && { thread_ts: message.thread }),
      },
      trigger_id: state.trigger(account.id),
      channel: { id: at.id, name: at.name ?? "directmessage" },
      ...(!ephemeral && {
        message: {
          type: "message",
          ts: message.ts,
          text: message.text,
          user: botUser,
          ...(message.thread && { thread_ts: message.thread }),
        },
      }),
      response_url: server.responseUrl(at.id, account.id, message.ts),
      actions: [pressOf(button)],
    });
  }

  const submit = (): Promise<AckPayload> =>
    wire().interactive({
      type: "view_submission",
      ...common,
      trigger_id: state.trigger(account.id),
      view: asSent(view()),
      response_urls: [],
    });

  const search = (block: string, action: string, words: string): Promise<AckPayload> =>
    wire().interactive({
      type: "block_suggestion",
      ...common,
      view: asSent(view()),
      container: { type: "view", view_id: view().id },
      action_id: action,
      block_id: block,
      value: words,
    });

  async function shortcut(callback: string, at: Conversation, message: StoredMessage): Promise<void> {
    await wire().interactive({
      type: "message_action",
      ...common,
      callback_id: callback,
      trigger_id: state.trigger(account.id),
      response_url: server.responseUrl(at.id, account.id),
      channel: { id: at.id, name: at.name ?? "directmessage" },
      message_ts: message.ts,
      message: { type: "message", user: message.user, ts: message.ts, text: message.text },
    });
  }

  return { open, view, slash, write, pressInView, pressInMessage, submit, search, shortcut };
}
