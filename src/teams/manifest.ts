import { cut } from "./limits.ts";

/** What the manifest says about the bot; everything else in it is fixed. */
export interface ManifestFacts {
  /** Most wanted first: Teams offers twelve while typing. */
  readonly commands: readonly {
    readonly name: string;
    readonly about: string;
    /** Offered in a message's own menu too: "Log a risk". */
    readonly fromMessage?: boolean;
  }[];
  readonly appId?: string;
  readonly publicUrl?: string;
  readonly version?: string;
}

const limits = { commands: 12, about: 128, actions: 10, actionTitle: 32 } as const;
/** Stand where the ids of an organisation's own registration belong. */
const example = { appId: "00000000-0000-0000-0000-000000000000", publicUrl: "https://drumbeat.example.com" } as const;

/** The manifest.json of the Teams app package. */
export function teamsManifest({
  commands,
  appId = example.appId,
  publicUrl = example.publicUrl,
  version = "0.1.0",
}: ManifestFacts): object {
  const site = publicUrl.replace(/\/+$/, "");
  const listed = commands.slice(0, limits.commands).map(({ name, about }) => ({ title: name, description: cut(about, limits.about) }));
  const actions = commands.filter(({ fromMessage }) => fromMessage === true).slice(0, limits.actions);
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
    ...(actions.length > 0 && { composeExtensions: [{ botId: appId, commands: actions.map(fromMessageAction) }] }),
    permissions: ["identity", "messageTeamMembers"],
    validDomains: [new URL(site).hostname],
  };
}

function fromMessageAction({ name, about }: ManifestFacts["commands"][number]): object {
  return {
    id: name,
    type: "action",
    context: ["message"],
    title: cut(`Log ${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`, limits.actionTitle),
    description: cut(about, limits.about),
    fetchTask: true,
  };
}
