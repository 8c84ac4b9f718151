import { cut } from "./limits.ts";

/** What the manifest says about the bot; everything else in it is fixed. */
export interface ManifestFacts {
  readonly appId: string;
  readonly version: string;
  readonly publicUrl: string;
  /** What is offered while typing, most wanted first: Teams shows twelve. */
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  /** What can be made of a message, by the command that does it. */
  readonly fromMessage: readonly { readonly command: string; readonly title: string; readonly about: string }[];
}

const maxCommands = 12;
const maxActions = 10;

/** The Teams app package's manifest.json. */
export function teamsManifest({ appId, version, publicUrl, commands, fromMessage }: ManifestFacts): object {
  const site = publicUrl.replace(/\/+$/, "");
  const listed = commands.slice(0, maxCommands).map(({ name, about }) => ({ title: name, description: cut(about, 128) }));
  return {
    $schema: "https://developer.microsoft.com/json-schemas/teams/v1.29/MicrosoftTeams.schema.json",
    manifestVersion: "1.29",
    version,
    id: appId,
    developer: { name: "Your PMO", websiteUrl: site, privacyUrl: `${site}/privacy`, termsOfUseUrl: `${site}/terms` },
    name: { short: "Drumbeat", full: "Drumbeat, the PMO's bot" },
    description: {
      short: "Asks for status, keeps the registers, posts the digest",
      full: "Drumbeat asks project managers for their status on a schedule, keeps risks, issues, actions and decisions from chat, and posts the portfolio digest to leadership's channel. It reads only what is written to it. Say pmo help to begin, and pmo privacy for what it keeps.",
    },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#1F4E79",
    defaultInstallScope: "personal",
    bots: [
      {
        botId: appId,
        scopes: ["personal", "team", "groupChat"],
        supportsFiles: true,
        supportsTargetedMessages: true,
        isNotificationOnly: false,
        commandLists: [
          { scopes: ["personal"], triggers: ["mention", "slash"], commands: listed },
          { scopes: ["team", "groupChat"], triggers: ["mention", "slash"], commands: listed },
        ],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: fromMessage.slice(0, maxActions).map(({ command, title, about }) => ({
          id: command,
          type: "action",
          context: ["message"],
          title: cut(title, 32),
          description: cut(about, 128),
          fetchTask: true,
        })),
      },
    ],
    permissions: ["identity", "messageTeamMembers"],
    validDomains: [new URL(site).hostname],
  };
}
