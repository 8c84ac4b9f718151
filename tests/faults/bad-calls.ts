import { join } from "node:path";
import { type Call, type Trouble, troubles } from "./bad-line.ts";
import { farClock } from "./clock.ts";
import { nine, seedCompany } from "./company.ts";
import { startInstance } from "./instances.ts";
import { settled } from "./outbox.ts";
import { counted, type MakePlatform, type Platform } from "./platforms.ts";
import { atMost, exactly, type Fault, type Finding, found } from "./report.ts";
import { slackCompany } from "./slack.ts";
import { teamsCompany } from "./teams.ts";

const limitMs = 10_000;
/** For each person: more than it takes to reach them. */
const callsInTrouble = 3;

/** Three of ten calls go wrong: first any of them, then those to a third of the people, who must hold up nobody else. */
export const badCalls: Fault = async ({ quick, folder }) => {
  const people = quick ? 30 : 300;
  const any = await Promise.all([slackCompany, teamsCompany].map((make) => anyCall(make, people, folder)));
  return [...any.flat(), ...(await someChannels(people, folder))];
};

const oneOf = (): Trouble | undefined => troubles[Math.floor(Math.random() * troubles.length)];

async function anyCall(make: MakePlatform, people: number, folder: string): Promise<readonly Finding[]> {
  let made = 0; // without an end to it one message or another would need as many attempts as there are
  const bad = () => ++made <= callsInTrouble * people && Math.random() < 0.3;
  const { platform, left } = await askEverybody(make, people, folder, () => (bad() ? oneOf() : undefined));
  const { lost, twice } = counted(platform, people);
  const { calls } = platform.line;
  const broken = calls.filter(({ trouble }) => trouble !== undefined).length;
  // What Teams did although it said nothing, or something else, cannot be found again there.
  const unheard = calls.filter((call) => platform.isPost(call) && wasDone(call)).length;
  const what = `${platform.name}: ${broken} of ${calls.length} calls went wrong`;
  return [
    exactly(`${what}: lost`, 0, lost),
    platform.name === "Slack" ? exactly(`${what}: twice`, 0, twice) : atMost(`${what}: twice`, unheard, twice),
    found(`${what}: what was not sent in the end`, "nothing", left.join("; ") || "nothing", left.length === 0),
    atMost(`${what}: the longest call`, limitMs, Math.max(...calls.map(({ tookMs }) => tookMs ?? 0)), " ms"),
  ];
}

const wasDone = ({ trouble }: Call): boolean => trouble?.endsWith("after") === true || trouble === "cut JSON";

/** To a third of the people next to nothing gets through, until all the others are reached. */
async function someChannels(people: number, folder: string): Promise<readonly Finding[]> {
  const isSick = ({ body }: Call) => numberIn(body) % 3 === 0;
  const others = people - Math.ceil(people / 3);
  const usual = await askEverybody(slackCompany, people, folder, () => undefined);
  const reached = new Set<number>();
  const ill = await askEverybody(slackCompany, people, folder, (call) => {
    if (reached.size >= others) return undefined;
    if (isSick(call)) return Math.random() < 0.9 ? oneOf() : undefined;
    if (call.path === "/api/chat.postMessage") reached.add(numberIn(call.body));
    return undefined;
  });
  const reachedMs = ({ line, isPost }: Platform) => {
    const posts = line.calls.filter((call) => isPost(call) && !isSick(call));
    return p99(posts.map(({ began, tookMs = 0 }) => began + tookMs - (line.calls.find(isPost)?.began ?? 0)));
  };
  const { lost, twice } = counted(ill.platform, people);
  const what = "Slack: nine of ten calls to a third of the people go wrong";
  return [
    exactly(`${what}: lost or twice`, 0, lost + twice),
    atMost(`${what}: the others are reached (p99)`, 2 * Math.round(reachedMs(usual.platform)), reachedMs(ill.platform), " ms"),
  ];
}

const numberIn = (body: string): number => Number(/[UD](\d{6})/.exec(body)?.[1] ?? 1);

const p99 = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;

async function askEverybody(make: MakePlatform, people: number, folder: string, trouble: (call: Call) => Trouble | undefined) {
  const clock = farClock(nine + 5_000);
  const platform = await make(people, clock.now);
  platform.line.latencyMs = () => 5 + Math.random() * 20;
  const url = `sqlite:${join(folder, `calls-${Math.random()}.db`)}`;
  await seedCompany(url, people, platform.accountOf, platform.facts);
  const instance = await startInstance({ ...platform.env, DATABASE_URL: url }, folder, clock.offsetMs);
  platform.line.trouble = trouble;
  const left = await settled(url, instance, 600_000, () => {
    clock.offsetMs += 30_000; // nobody has to live through the pauses
    instance.order({ do: "clock", offsetMs: clock.offsetMs });
  });
  await instance.kill();
  await platform.stop();
  return { platform, left };
}
