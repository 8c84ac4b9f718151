import { z } from "zod";
import type { Tokens } from "./vault.ts";

/** What Slack gives for the code that an installation ends with. */
export interface Granted {
  readonly workspace: string;
  readonly name: string;
  readonly botUser: string;
  readonly tokens: Tokens;
}

const tokensSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.number().positive().optional(),
});
const grantedSchema = z.object({ team: z.object({ id: z.string().min(1), name: z.string().optional() }), bot_user_id: z.string() });

export function tokensIn(answer: unknown, now: Date): Tokens {
  const { access_token: token, refresh_token: refresh, expires_in } = tokensSchema.parse(answer);
  return {
    token,
    ...(refresh !== undefined && { refresh }),
    ...(expires_in !== undefined && { expiresAt: new Date(now.getTime() + expires_in * 1000) }),
  };
}

export function grantedIn(answer: unknown, now: Date): Granted {
  const { team, bot_user_id } = grantedSchema.parse(answer);
  return { workspace: team.id, name: team.name ?? team.id, botUser: bot_user_id, tokens: tokensIn(answer, now) };
}
