import { subDays } from "date-fns/subDays";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Alert, Depth, Health, Lost, PromptFigures, Pulse } from "../ports/health.ts";
import { ranks } from "./outbox/posting-row.ts";
import { iso } from "./rows.ts";
import type { Db, Tables } from "./tables.ts";

/** How the program does. Reading it costs the same however much was ever sent: the index gives what waits, and what settled of late. */
export function healthOf(db: Db): Health {
  return {
    async beat(pulse) {
      const row = { at: iso(pulse.at), body: JSON.stringify(pulse) };
      await db
        .insertInto("pulses")
        .values({ instance: pulse.instance, ...row })
        .onConflict((c) => c.column("instance").doUpdateSet(row))
        .execute();
      await db
        .deleteFrom("pulses")
        .where("at", "<", iso(subDays(pulse.at, 1)))
        .execute();
    },

    async goodbye(instance) {
      await db.deleteFrom("pulses").where("instance", "=", instance).execute();
    },

    async pulses(since) {
      const rows = await db.selectFrom("pulses").select("body").where("at", ">=", iso(since)).orderBy("instance").execute();
      return rows.flatMap(({ body }) => pulseOf(body));
    },

    async depth(now) {
      const groups = await db
        .selectFrom("outbox")
        .select(["platform", "rank", "state", (e) => e.fn.countAll().as("count")])
        .where("state", "in", ["waiting", "sending"])
        .groupBy(["platform", "rank", "state"])
        .execute();
      const places = new Map(groups.map((group) => [`${group.platform} ${group.rank}`, group]));
      const depth: Depth[] = [];
      for (const { platform, rank } of places.values()) {
        const many = (state: string) =>
          Number(groups.find((group) => group.platform === platform && group.rank === rank && group.state === state)?.count ?? 0);
        const oldest = await oldestDue(db, platform, rank, now);
        depth.push({
          platform,
          class: ranks[rank] ?? "digest",
          waiting: many("waiting"),
          sending: many("sending"),
          ...(oldest && { oldest }),
        });
      }
      return depth;
    },

    prompts: (now) => promptFigures(db, now),

    async givenUp() {
      const failed = db
        .selectFrom("outbox")
        .select((e) => e.fn.countAll().as("count"))
        .where("state", "=", "failed");
      return Number((await failed.executeTakeFirst())?.count ?? 0);
    },

    async lost(since, except, limit) {
      const rows = await db
        .selectFrom("outbox")
        .select(["state", "job", "rank", "platform", "error", "settled_at"])
        .where("state", "in", ["failed", "expired"])
        .where("settled_at", ">=", iso(since))
        .where("job", "!=", except)
        .orderBy("settled_at", "desc")
        .limit(limit)
        .execute();
      return rows.flatMap(({ state, job, rank, platform, error, settled_at }): readonly Lost[] =>
        (state === "failed" || state === "expired") && settled_at !== null
          ? [{ state, job, class: ranks[rank] ?? "digest", platform, error: error ?? "", at: new Date(settled_at) }]
          : [],
      );
    },

    async alerts() {
      return (await db.selectFrom("alerts").selectAll().orderBy("cause").execute()).map(alertOf);
    },

    async keepAlert({ cause, since, raisedAt, ...said }) {
      const row = { since: iso(since), raised_at: iso(raisedAt), body: JSON.stringify(said) };
      await db
        .insertInto("alerts")
        .values({ cause, ...row })
        .onConflict((c) => c.column("cause").doUpdateSet(row))
        .execute();
    },

    async dropAlert(cause) {
      await db.deleteFrom("alerts").where("cause", "=", cause).execute();
    },
  };
}

/** Among those that come next: where more wait than these, all of them have waited for about as long. */
const lookedAt = 1000;

async function oldestDue(db: Db, platform: Depth["platform"], rank: number, now: Date): Promise<Date | undefined> {
  const next = db
    .selectFrom("outbox")
    .select(dueAt.as("due"))
    .where("state", "in", ["waiting", "sending"])
    .where("platform", "=", platform)
    .where("rank", "=", rank)
    .orderBy("next_at")
    .limit(lookedAt);
  const row = await db
    .selectFrom(next.as("next"))
    .select((e) => e.fn.min("due").as("due"))
    .where("due", "<=", iso(now))
    .executeTakeFirst();
  return typeof row?.due === "string" ? new Date(row.due) : undefined;
}

/** Trying again moves `next_at` on; this is when it was to be sent in the first place. */
const dueAt = sql<string>`coalesce(not_before, created_at)`;
const minute = (column: ReturnType<typeof sql<string>>) => sql<string>`substr(${column}, 1, 16)`;
const lateAfterMinutes = 15;
/** What is asked of ten thousand projects on a day, twice over. The order and the bound keep SQLite to the index of what settled last. */
const mostOfADay = 20_000;

/** Counted by the minutes of being due and settled, which are few however many were sent in them. */
async function promptFigures(db: Db, now: Date): Promise<PromptFigures> {
  const [due, settled] = [minute(dueAt), minute(sql`coalesce(settled_at, '')`)];
  const prompts = db
    .selectFrom("outbox")
    .select(["state", due.as("due"), settled.as("settled")])
    .where("rank", "=", ranks.indexOf("prompt"))
    .limit(mostOfADay);
  const ofDay = prompts.where("settled_at", ">=", iso(subDays(now, 1))).orderBy("settled_at", "desc");
  const open = prompts.where("state", "in", ["waiting", "sending"]).where(dueAt, "<=", iso(now));
  const counted = (some: typeof prompts) =>
    db
      .selectFrom(some.as("some"))
      .select(["state", "due", "settled", (e) => e.fn.countAll().as("count")])
      .groupBy(["state", "due", "settled"])
      .execute();
  const groups = [...(await counted(ofDay)), ...(await counted(open))].map((group) => ({ ...group, count: Number(group.count) }));
  const sum = (wanted: (group: (typeof groups)[number]) => boolean) => groups.filter(wanted).reduce((total, { count }) => total + count, 0);
  const of = (state: string) => sum((group) => group.state === state);
  const minutes = ({ due, settled }: { readonly due: string; readonly settled: string }) => (atMinute(settled) - atMinute(due)) / 60_000;
  return {
    due: sum(({ state }) => state !== "dropped"),
    sent: of("sent"),
    late: sum((group) => group.state === "sent" && minutes(group) > lateAfterMinutes),
    expired: of("expired"),
    notReached: of("unreachable"),
    givenUp: of("failed"),
  };
}

const atMinute = (text: string): number => Date.parse(`${text}Z`);

const platform = z.enum(["slack", "teams", "terminal"]);
const instant = z.string().transform((text) => new Date(text));
const Kept = z.object({
  instance: z.string(),
  startedAt: instant,
  at: instant,
  version: z.string(),
  database: z.enum(["SQLite", "Postgres"]),
  chats: z.array(
    z.object({
      platform,
      connected: z.boolean(),
      since: instant,
      refused: z.string().exactOptional(),
      attempts: z.number(),
      unanswered: z.number(),
      pauses: z.number(),
    }),
  ),
  clock: z.object({ platform, aheadMs: z.number() }).exactOptional(),
  outage: z.object({ from: instant, until: instant }).exactOptional(),
});

/** One of another version that says it otherwise is left out: it is gone in a minute, or this one is. */
function pulseOf(body: string): readonly Pulse[] {
  const { data } = Kept.safeParse(JSON.parse(body));
  return data ? [data] : [];
}

const Said = z.object({ title: z.string(), fix: z.string(), platform: platform.exactOptional(), healed: z.string().exactOptional() });

function alertOf({ cause, since, raised_at, body }: Selectable<Tables["alerts"]>): Alert {
  return { cause, since: new Date(since), raisedAt: new Date(raised_at), ...Said.parse(JSON.parse(body)) };
}
