import { callWithinMs } from "../ports/messenger.ts";

const slacks: readonly string[] = ["https://hooks.slack.com", "https://hooks.slack-gov.com"];

export type Respond = (url: string, body: object) => Promise<void>;

/**
 * Answers through a response_url. It comes with a request, or out of a form that was open for a while: what is answered
 * goes to Slack alone, or to where the settings say that Slack is.
 */
export function responder(apiUrl: string | undefined): Respond {
  const own = apiUrl === undefined ? [] : [new URL(apiUrl).origin];
  const isSlacks = (url: string) => URL.canParse(url) && [...slacks, ...own].includes(new URL(url).origin);

  return async (url, body) => {
    if (!isSlacks(url)) throw new Error("the response_url is not one of Slack's");
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(callWithinMs),
      redirect: "error",
    });
    // A refusal is said in plain words.
    const answer = await response.text();
    if (!response.ok) throw new Error(`response_url answered ${response.status} ${answer.slice(0, 100)}`);
  };
}
