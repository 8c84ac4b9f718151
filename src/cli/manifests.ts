import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { derivedFiles } from "./derived.ts";
import { print, projectRoot } from "./offline.ts";

/** Writes every derived file: manifests, `.env.example`, docs. A test compares them with what is checked in. */
export async function manifests(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { prefix: { type: "string" }, url: { type: "string" }, "app-id": { type: "string" }, out: { type: "string" } },
  });
  const files = await derivedFiles({
    prefix: values.prefix ?? "",
    ...(values.url && { url: values.url }),
    ...(values["app-id"] && { appId: values["app-id"] }),
  });
  for (const [path, content] of Object.entries(files)) {
    const target = join(values.out ?? projectRoot(), path);
    mkdirSync(join(target, ".."), { recursive: true });
    writeFileSync(target, content);
    print(path);
  }
  return 0;
}
