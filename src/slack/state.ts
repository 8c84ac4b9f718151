import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock, Store } from "../ports/index.ts";

export const stateLastsMs = 10 * 60_000;

/** What goes to Slack with somebody who installs the app, and comes back with them: signed, for ten minutes, and once. */
export interface States {
  make(): string;
  /** True the first time that one of ours comes back. */
  use(state: string): Promise<boolean>;
}

export function createStates(secret: string, store: Pick<Store, "firstTime">, clock: Clock): States {
  const mac = (text: string) => createHmac("sha256", secret).update(`install ${text}`).digest("base64url");
  return {
    make() {
      const text = `${clock.now().getTime().toString(36)}.${randomBytes(24).toString("base64url")}`;
      return `${text}.${mac(text)}`;
    },
    async use(state) {
      const [, text = "", made = "", signed = ""] = /^(([0-9a-z]{1,12})\.[\w-]{32})\.([\w-]{43})$/.exec(state) ?? [];
      if (text === "" || !timingSafeEqual(Buffer.from(mac(text)), Buffer.from(signed))) return false;
      const age = clock.now().getTime() - Number.parseInt(made, 36);
      return age >= 0 && age <= stateLastsMs && store.firstTime(`slack-install:${text}`, clock.now());
    },
  };
}
