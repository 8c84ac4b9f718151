import type { Account } from "../chat/intent.ts";
import { isZone } from "../core/time.ts";
import type { Profile } from "../ports/people.ts";
import { type Self, some } from "./heard.ts";

/** An account as Slack shows it in full. */
interface SlackAccount {
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

/** Guests and people of other organisations are outside; members of the same enterprise or of our other workspaces are not. */
export function profileOf(user: SlackAccount, { team, isOurs }: Self, id: string): Profile {
  const elsewhere = user.team_id !== undefined && user.team_id !== team && !(user.enterprise_user?.teams ?? []).includes(team);
  const foreign = elsewhere && !isOurs?.(user.team_id ?? "");
  const guest = user.is_restricted === true || user.is_ultra_restricted === true;
  return {
    name: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || id,
    ...some("email", user.profile?.email || undefined),
    ...some("zone", user.tz !== undefined && isZone(user.tz) ? user.tz : undefined),
    outside: guest || foreign || (user.is_stranger === true && !elsewhere),
    ...some("workspace", elsewhere ? user.team_id : undefined),
    ...(user.deleted === true && { gone: true }),
  };
}

/** What an event says of an account that changed; of some accounts Slack tells next to nothing. */
export function accountOf(user: SlackAccount, self: Self, id: string): Account {
  const { name, email, zone, outside } = profileOf(user, self, id);
  return {
    ...some("name", name === id ? undefined : name),
    ...some("email", email),
    ...some("zone", zone),
    ...((outside || user.is_restricted !== undefined) && { outside }),
  };
}
