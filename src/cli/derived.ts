import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeFeatures } from "../app/table.ts";
import { digestPage } from "../features/digest/index.ts";
import { features } from "../features/index.ts";
import { projectRoot } from "../package.ts";
import { records } from "../records/index.ts";
import { settings } from "../settings.ts";
import { scopes, slackManifest } from "../slack/manifest.ts";
import { teamsManifest } from "../teams/manifest.ts";
import { registerPages } from "../verbs/docs.ts";

export interface Choices {
  readonly prefix: string;
  readonly url?: string; // Slack over HTTP, and Teams
  readonly appId?: string;
}

/** Every file that is derived from declarations, by its path. A test compares them with what is checked in. */
export async function derivedFiles({ prefix, url, appId }: Choices): Promise<Readonly<Record<string, string>>> {
  const slash = slashCommands();
  const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    ".env.example": envExample(),
    "manifests/slack/manifest.json": json(slackManifest({ commands: slash, prefix, ...(url && { url }) })),
    "manifests/teams/manifest.json": json(teamsManifest({ commands: slash, ...(appId && { appId }), ...(url && { publicUrl: url }) })),
    "docs/registers.md": registerPages(records),
    "docs/digest-json.md": digestPage(),
    "README.md": readme(),
  };
}

/** The commands that are slash commands: one a register, and `pmo` for the rest. */
function slashCommands(): readonly { name: string; about: string; usage: string; fromMessage: boolean }[] {
  const all = mergeFeatures(features(records)).commands;
  return ["pmo", ...records.map((type) => type.key)].flatMap((name) => {
    const command = all[name];
    return command ? [{ name, about: command.about, usage: command.usage, fromMessage: name !== "pmo" }] : [];
  });
}

function envExample(): string {
  const lines = Object.entries(settings).map(([name, setting]) => {
    const example = "example" in setting && !("secret" in setting) ? setting.example : "";
    return `# ${setting.about.replaceAll("`", "")}\n#${name}=${example}\n`;
  });
  return `# Copy this file to .env and take the # from the lines that you set.\n\n${lines.join("\n")}`;
}

/** README between its marks is derived; all else in it is written by hand. */
function readme(): string {
  const parts: Readonly<Record<string, string>> = {
    settings: table(
      ["setting", "what it is"],
      Object.entries(settings).map(([name, { about }]) => [`\`${name}\``, about]),
    ),
    commands: table(
      ["say", "and you get"],
      Object.values(mergeFeatures(features(records)).commands)
        .filter(({ usage }, at, all) => all.findIndex((each) => each.usage === usage) === at)
        .map(({ usage, about }) => [`\`${usage}\``, about]),
    ),
    scopes: table(
      ["scope", "why"],
      Object.entries(scopes).map(([scope, why]) => [`\`${scope}\``, String(why)]),
    ),
  };
  const text = readFileSync(join(projectRoot(), "README.md"), "utf8");
  return text.replace(/(<!-- derived: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (all, open: string, name: string, close: string) =>
    parts[name] === undefined ? all : `${open}${parts[name]}${close}`,
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
