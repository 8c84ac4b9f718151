import { z } from "zod";
import { callWithinMs, SendFailure } from "../ports/messenger.ts";
import type { Cloud } from "./cloud.ts";
import { failureOf, networkFailure } from "./failures.ts";
import type { Login } from "./login.ts";
import type { Activity } from "./message.ts";

/** A conversation, and the server of Teams that holds it. */
export interface Room {
  readonly conversation: string;
  readonly serviceUrl: string;
}

/** What Teams took without saying where it is was sent all the same: its id is empty, and it is not sent again. */
const posted = z.object({ id: z.string() }).catch({ id: "" });
const started = z.object({ id: z.string(), activityId: z.string().optional() }).catch({ id: "" });
const created = z.object({ id: z.string() });
const memberSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});
type Member = z.infer<typeof memberSchema>;

export interface Connector {
  /** `privatelyTo`: shown to that member alone (a "targeted" message). */
  post(room: Room, activity: Activity, privatelyTo?: string): Promise<string>;
  update(room: Room, id: string, activity: Activity): Promise<void>;
  /** A post that starts a thread in a channel. */
  start(room: Room, activity: Activity, tenant: string): Promise<string>;
  /** The 1:1 chat with a user, made if there is none. */
  chatWith(user: string, tenant: string, serviceUrl: string): Promise<Room>;
  member(room: Room, user: string): Promise<Member>;
  /** Throws where the bot may not post: the app is not in that team or chat. */
  visit(room: Room): Promise<void>;
}

/**
 * The REST interface of Teams, one attempt per call. The SDK's own client is not used for sending: it repeats posts by
 * itself (four times on 429 and 5xx), which puts them into the chat twice.
 */
export function createConnector(cloud: Cloud, login: Login, appId: string): Connector {
  const bot = { id: `28:${appId}` };
  return {
    async post(room, activity, privatelyTo) {
      const query = privatelyTo === undefined ? "" : "?isTargetedActivity=true";
      const recipient = privatelyTo === undefined ? {} : { recipient: { id: privatelyTo, isTargeted: true } };
      return posted.parse(await call("POST", room, `/activities${query}`, { ...activity, ...recipient })).id;
    },
    async update(room, id, activity) {
      await call("PUT", room, `/activities/${encodeURIComponent(id)}`, { ...activity, id });
    },
    async start({ conversation, serviceUrl }, activity, tenant) {
      const asked = { isGroup: true, bot, tenantId: tenant, channelData: { channel: { id: conversation } }, activity };
      const made = started.parse(await request("POST", serviceUrl, "v3/conversations", asked));
      return made.activityId ?? made.id.replace(/^.*;messageid=/, "");
    },
    async chatWith(user, tenant, serviceUrl) {
      const asked = { isGroup: false, bot, members: [{ id: user }], tenantId: tenant, channelData: { tenant: { id: tenant } } };
      return { conversation: understood(created, await request("POST", serviceUrl, "v3/conversations", asked)).id, serviceUrl };
    },
    async member(room, user) {
      return understood(memberSchema, await call("GET", room, `/members/${encodeURIComponent(user)}`));
    },
    async visit(room) {
      await call("GET", room, "/pagedmembers?pageSize=50");
    },
  };

  function call(method: string, { conversation, serviceUrl }: Room, path: string, body?: object): Promise<unknown> {
    return request(method, serviceUrl, `v3/conversations/${encodeURIComponent(conversation)}${path}`, body);
  }

  async function request(method: string, serviceUrl: string, path: string, body?: object): Promise<unknown> {
    if (!cloud.trusts(serviceUrl)) throw new SendFailure("refused", "the server named for this chat is not one of Microsoft's");
    const signal = AbortSignal.timeout(callWithinMs);
    const token = await login.token(signal);
    const response = await fetch(new URL(path, serviceUrl.replace(/\/*$/, "/")), {
      method,
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), "content-type": "application/json; charset=utf-8" },
      ...(body && { body: JSON.stringify(body) }),
      signal,
      redirect: "error",
    }).catch((error: unknown) => {
      throw networkFailure(error);
    });
    const text = await response.text().catch((error: unknown) => {
      throw networkFailure(error);
    });
    if (response.status === 401) login.forget();
    if (!response.ok) throw failureOf(response.status, response.headers.get("retry-after"), text);
    return jsonOf(text);
  }
}

function understood<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data } = schema.safeParse(answer);
  if (data === undefined) throw new SendFailure("later", "Teams answered with something else than was asked");
  return data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
