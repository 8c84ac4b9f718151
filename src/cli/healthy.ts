import { readConfig, readEnvironment } from "../config.ts";
import { print } from "./offline.ts";

/** `drumbeat healthy`: whether the program with these settings answers, for whoever watches over it and restarts it. */
export async function healthy(_args: readonly string[]): Promise<number> {
  const { host, port } = readConfig(readEnvironment());
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const address = `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}/healthz`;
  try {
    const { ok, status } = await fetch(address, { signal: AbortSignal.timeout(2_500), redirect: "error" });
    print(ok ? "healthy" : `${address} answered ${status}`);
    return ok ? 0 : 1;
  } catch {
    print(`${address} does not answer`);
    return 1;
  }
}
