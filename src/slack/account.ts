import type { Profile } from "../ports/people.ts";
import { some } from "./heard.ts";

/** What Slack says of an account wherever it shows one in full. */
interface Account {
  readonly team_id?: string | undefined;
  readonly name?: string | undefined;
  readonly real_name?: string | undefined;
  readonly tz?: string | undefined;
  readonly deleted?: boolean | undefined;
  readonly is_restricted?: boolean | undefined;
  readonly is_ultra_restricted?: boolean | undefined;
  readonly is_stranger?: boolean | undefined;
  readonly enterprise_user?: { readonly teams?: readonly string[] | undefined } | undefined;
  readonly profile?:
    | { readonly real_name?: string | undefined; readonly display_name?: string | undefined; readonly email?: string | undefined }
    | undefined;
}

/** Guests and people of other organisations are outside; members of the same enterprise are not. */
export function profileOf(user: Account, team: string, id: string): Profile {
  const stranger = user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true;
  const elsewhere = user.team_id !== undefined && user.team_id !== team && !(user.enterprise_user?.teams ?? []).includes(team);
  return {
    name: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || id,
    ...some("email", user.profile?.email || undefined),
    ...some("zone", user.tz || undefined),
    outside: stranger || elsewhere,
    ...(user.deleted === true && { gone: true }),
  };
}
