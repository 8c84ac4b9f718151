import { bareCommand } from "./words.ts";

/** Every scope that the bot asks for, and what would not work without it. */
export const scopes = {
  "app_mentions:read": "hears what is said to it in channels and threads, where slash commands do not work",
  "channels:history": "finds its own post again after an interrupted send, so that nothing is posted twice; reads nothing else",
  "channels:read": "asks whether it is in the channels it shall post to, and whether another organisation reads them",
  "chat:write": "posts prompts, reminders and digests, and answers",
  commands: "the slash commands and message shortcuts",
  "files:write": "sends you an export as a file",
  "groups:history": "the same as channels:history, in private channels it was invited to",
  "groups:read": "the same as channels:read, for private channels it was invited to",
  "im:history": "hears what you write to it in the direct chat",
  "im:write": "opens the direct chat with you",
  "users:read": "your name, time zone, and whether you are a guest",
  "users:read.email": "joins your Slack account to the person in the project list, by e-mail address",
} as const satisfies Readonly<Record<string, string>>;

interface CommandEntry {
  readonly name: string;
  readonly about: string;
  readonly usage: string;
  /** Offered in a message's own menu too: "Log a risk". */
  readonly fromMessage?: boolean;
}

export interface ManifestChoices {
  readonly commands: readonly CommandEntry[];
  readonly prefix: string;
  /** The program's public address, for HTTP; absent: Socket Mode. */
  readonly url?: string;
}

const limits = {
  commands: 50,
  commandName: 32,
  description: 2000,
  usageHint: 1000,
  shortcuts: 10,
  shortcutName: 24,
} as const;

/** The app as Slack is told about it: paste it under "Create an app from a manifest". */
export function slackManifest({ commands, prefix, url }: ManifestChoices): object {
  const address = url === undefined ? undefined : `${url.replace(/\/$/, "")}/slack/events`;
  const own = commands.filter((command) => !command.name.includes(" "));
  const shortcuts = own.filter((command) => command.fromMessage === true).slice(0, limits.shortcuts);
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Drumbeat",
      description: "Asks project managers for status, keeps the registers, posts the portfolio digest",
      long_description:
        "Drumbeat is the PMO's bot. It asks project managers for their status on a schedule and takes the answer in chat; risks, issues, actions and decisions are logged by command, from a form or from a message; leadership reads a portfolio digest in its own channel. It is self-hosted: what people write stays with your organisation.",
      background_color: "#1f2a44",
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Drumbeat", always_online: true },
      shortcuts: shortcuts.map((command) => ({
        name: cutAt(`Log ${article(command.name)} ${command.name}`, limits.shortcutName),
        type: "message",
        callback_id: `log_${command.name}`,
        description: "Keeps what the message says, and a link back to it",
      })),
      slash_commands: own.slice(0, limits.commands).map((command) => {
        const hint = bareCommand(command.usage, "").replace(new RegExp(`^${command.name}\\s*`), "");
        return {
          command: `/${prefix}${command.name}`.slice(0, limits.commandName),
          description: cutAt(command.about, limits.description),
          ...(hint !== "" && { usage_hint: cutAt(hint, limits.usageHint) }),
          ...(address !== undefined && { url: address }),
          should_escape: true,
        };
      }),
    },
    oauth_config: {
      ...(url !== undefined && { redirect_urls: [`${url.replace(/\/$/, "")}/slack/oauth_redirect`] }),
      scopes: { bot: Object.keys(scopes) },
    },
    settings: {
      event_subscriptions: {
        ...(address !== undefined && { request_url: address }),
        bot_events: [
          "app_mention",
          "app_uninstalled",
          "channel_shared",
          "channel_unshared",
          "member_joined_channel",
          "message.im",
          "tokens_revoked",
          "user_change",
        ],
      },
      interactivity: { is_enabled: true, ...(address !== undefined && { request_url: address, message_menu_options_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: address === undefined,
      token_rotation_enabled: false,
    },
  };
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? "an" : "a");
const cutAt = (words: string, max: number): string => (words.length <= max ? words : `${words.slice(0, max - 1)}…`);
