import { webApi } from "@slack/bolt";
import { type FailureAbout, type FailureKind, SendFailure } from "../ports/messenger.ts";

/** What can be done about each of Slack's errors, in words for whoever reads the outbox. */
const known: Readonly<Record<string, readonly [FailureKind, string]>> = {
  channel_not_found: ["unreachable", "Slack knows no such channel, or the bot was never in it: invite it with /invite"],
  not_in_channel: ["unreachable", "the bot is not in that channel: invite it with /invite"],
  message_not_found: ["unreachable", "the message was deleted"],
  is_archived: ["unreachable", "the channel is archived"],
  user_not_found: ["unreachable", "Slack knows no such person here"],
  users_not_found: ["unreachable", "Slack knows no such person here"],
  user_disabled: ["unreachable", "the account is gone"],
  cannot_dm_bot: ["unreachable", "that is a bot"],
  user_not_visible: ["unreachable", "the bot may not see that person"],
  messages_tab_disabled: ["unreachable", "the app's Messages tab is off: switch it on under App Home"],
  restricted_action: ["unreachable", "the workspace does not let the bot write there"],
  restricted_action_read_only_channel: ["unreachable", "the channel is read-only"],
  access_denied: ["unreachable", "the workspace does not let the bot write there"],
  no_permission: ["unreachable", "the workspace does not let the bot write there"],
  ratelimited: ["later", "Slack asks for a pause"],
  rate_limited: ["later", "Slack asks for a pause"],
  service_unavailable: ["later", "Slack is not available"],
  request_timeout: ["later", "Slack did not receive the whole request"],
  team_added_to_org: ["later", "the workspace is being moved to an organisation"],
  // Slack says of these two that part of the work may have been done.
  internal_error: ["unsure", "Slack failed inside"],
  fatal_error: ["unsure", "Slack failed inside"],
  invalid_auth: ["later", "Slack does not accept SLACK_BOT_TOKEN: install the app again and copy the new token"],
  not_authed: ["later", "Slack got no token: set SLACK_BOT_TOKEN"],
  account_inactive: ["later", "the app was removed, or its workspace is gone: install it again and copy the new token to SLACK_BOT_TOKEN"],
  token_revoked: ["later", "the app was removed from the workspace: install it again and copy the new token to SLACK_BOT_TOKEN"],
  token_expired: ["later", "SLACK_BOT_TOKEN has expired: install the app again and copy the new token"],
};

/** What Slack says of the bot's own token, whatever it was asked for. */
const ofToken = new Set(["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"]);
const ofPause = new Set(["ratelimited", "rate_limited"]);

const aboutOf = (code: string): FailureAbout | undefined => (ofToken.has(code) ? "token" : ofPause.has(code) ? "pause" : undefined);

/** Nothing was sent yet when a connection fails like this; after any other break it may have been. */
const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/** Of an answer that is no JSON, such as half of one, the SDK makes an error whose code is all of it: what somebody wrote, perhaps. */
const codeShape = /^\w{1,100}$/;

/** What went wrong on the way to Slack, by what can be done about it. */
export function failureOf(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  if (error instanceof webApi.WebAPIRateLimitedError)
    return new SendFailure("later", "Slack asks for a pause", { retryAfterMs: error.retryAfter * 1000, about: "pause", cause: error });
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    if (!codeShape.test(code)) return new SendFailure("unsure", "Slack's answer could not be read");
    const [kind, words] = known[code] ?? ["refused", code === "missing_scope" ? missingScope(error.data) : "Slack does not take it"];
    return new SendFailure(kind, `${words} (${code})`, { about: aboutOf(code), cause: error });
  }
  if (error instanceof webApi.WebAPIHTTPError)
    return new SendFailure(error.statusCode >= 500 ? "unsure" : "later", `Slack answered with HTTP ${error.statusCode}`, { cause: error });
  const sent = !codesOf(error).some((code) => neverConnected.has(code));
  return new SendFailure(sent ? "unsure" : "later", sent ? "the connection to Slack broke" : "Slack cannot be reached", { cause: error });
}

/** Slack's own name for what it refused; undefined when it was not Slack that refused. */
export function refusalCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

function missingScope(data: object): string {
  const needed = "needed" in data && typeof data.needed === "string" ? data.needed : "a scope";
  return `the app lacks ${needed}: update it from manifests/slack and install it again`;
}

function codesOf(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const inner = error instanceof webApi.WebAPIRequestError ? codesOf(error.original, depth + 1) : [];
  const many = error instanceof AggregateError ? error.errors.flatMap((each: unknown) => codesOf(each, depth + 1)) : [];
  return [...own, ...inner, ...many, ...codesOf(error.cause, depth + 1)];
}
