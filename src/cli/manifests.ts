import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { readConfig } from "../config.ts";
import { refuse } from "../core/refusal.ts";
import { projectRoot } from "../package.ts";
import { derivedFiles } from "./derived.ts";
import { print } from "./offline.ts";

const teams = "manifests/teams";

/** Writes every derived file: manifests, `.env.example`, docs. A test compares them with what is checked in. */
export async function manifests(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { prefix: { type: "string" }, url: { type: "string" }, "app-id": { type: "string" }, out: { type: "string" } },
  });
  const url = values.url?.trim();
  const { commandPrefix } = readConfig({ COMMAND_PREFIX: values.prefix, PUBLIC_URL: url }); // as the program will be set
  const files = await derivedFiles({
    prefix: commandPrefix,
    ...(url && { url }),
    ...(values["app-id"] && { appId: values["app-id"] }),
  });
  for (const [path, content] of Object.entries(files)) {
    write(join(values.out ?? projectRoot(), path), content);
    print(path);
  }
  // Pictures are drawn, not derived; a folder of its own is to hold all that is zipped for Teams.
  if (values.out !== undefined)
    for (const icon of ["color.png", "outline.png"]) copyFileSync(join(projectRoot(), teams, icon), join(values.out, teams, icon));
  return 0;
}

function write(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } catch (error) {
    refuse(
      `${file} cannot be written: ${error instanceof Error ? error.message : error}. Give a folder that can be written to: --out FOLDER.`,
    );
  }
}
