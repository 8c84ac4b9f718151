import type { Feature } from "../routes.ts";

export type Routes = Required<Omit<Feature, "lookup">> & Pick<Feature, "lookup">;

/** All parts as one table; two parts that claim one name are a mistake of ours, found at start. */
export function mergeFeatures(features: readonly Feature[]): Routes {
  const lookup = features.find((feature) => feature.lookup)?.lookup;
  return {
    commands: merged(features.map((feature) => feature.commands)),
    presses: merged(features.map((feature) => feature.presses)),
    submits: merged(features.map((feature) => feature.submits)),
    questions: merged(features.map((feature) => feature.questions)),
    jobs: merged(features.map((feature) => feature.jobs)),
    plans: merged(features.map((feature) => feature.plans)),
    ...(lookup && { lookup }),
  };
}

function merged<T>(tables: readonly (Readonly<Record<string, T>> | undefined)[]): Readonly<Record<string, T>> {
  const all = new Map<string, T>();
  for (const [name, route] of tables.flatMap((table) => Object.entries(table ?? {}))) {
    if (all.has(name)) throw new Error(`Two parts claim the route ${name}.`);
    all.set(name, route);
  }
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(all)));
}

/** The longest command that the words begin with: "pmo project APOLLO" is "pmo project" with "APOLLO". */
export function findCommand(names: readonly string[], words: string, prefix: string): { name: string; rest: string } | undefined {
  const said = words.trim().replace(/^\//, "");
  const bare = prefix !== "" && said.toLowerCase().startsWith(prefix) ? said.slice(prefix.length) : said;
  const entry = refersToEntry(names, bare);
  if (entry) return entry;
  const parts = bare.split(/\s+/);
  for (let length = Math.min(parts.length, 3); length > 0; length--) {
    const name = parts.slice(0, length).join(" ").toLowerCase();
    if (names.includes(name)) return { name, rest: bare.replace(new RegExp(`^\\s*(?:\\S+\\s+){${length - 1}}\\S+\\s*`), "") };
  }
  return undefined;
}

/** "R-42", said on its own; `/pmo R-42` where that is the command at hand. */
function refersToEntry(names: readonly string[], said: string): { name: string; rest: string } | undefined {
  const reference = said.replace(/^pmo\s+/i, "");
  return /^[a-z]{1,3}-\d+\b/i.test(reference) && names.includes("show") ? { name: "show", rest: reference } : undefined;
}

/** The first word that a newcomer says is hello, and help is the answer. */
export function greeting(words: string): { name: string; rest: string } | undefined {
  const greets = /^\W*(hello|hi|hey|good (morning|afternoon|evening)|thanks|thank you|cheers)(\W+(there|all|drumbeat))*\W*$/i.test(words);
  return greets ? { name: "help", rest: "" } : undefined;
}
