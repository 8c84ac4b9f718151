import { type FailureAbout, type FailureKind, SendFailure } from "../ports/messenger.ts";

/** What an answer of the connector means for whoever wanted something sent. */
export function failureOf(status: number, retryAfter: string | null, body: string): SendFailure {
  const waitMs = retryAfterMs(retryAfter);
  return new SendFailure(kindOf(status), wordsFor(status, body), {
    about: aboutOf(status),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
}

function kindOf(status: number): FailureKind {
  if ([401, 408, 412, 429, 502, 503, 504].includes(status)) return "later";
  if (status === 403 || status === 404) return "unreachable";
  return status >= 500 ? "unsure" : "refused";
}

const aboutOf = (status: number): FailureAbout | undefined => (status === 401 ? "token" : status === 429 ? "pause" : undefined);

function wordsFor(status: number, body: string): string {
  if (status === 401) return "Teams refused the bot's token; check TEAMS_APP_ID and TEAMS_APP_PASSWORD";
  if (status === 403) return "the app is not installed";
  if (status === 404) return "the chat or channel is gone, or the app is not installed";
  if (status === 413) return "the message is too large for Teams";
  const [, code = ""] = /"code"\s*:\s*"([\w.-]{1,80})"/.exec(body) ?? [];
  return `Teams answered ${status}${code === "" ? "" : ` ${code}`}`;
}

/** A call that brought no answer. What never reached a server was surely not sent; anything else may have been. */
export function networkFailure(error: unknown): SendFailure {
  const code = codeOf(error);
  const unsent = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"].includes(code);
  return new SendFailure(unsent ? "later" : "unsure", `no answer from Teams${code === "" ? "" : ` (${code})`}`, { cause: error });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { cause } = error;
  const at = cause instanceof Error && "code" in cause ? cause : error;
  return "code" in at && typeof at.code === "string" ? at.code : error.name;
}

/** Seconds, or an HTTP date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
