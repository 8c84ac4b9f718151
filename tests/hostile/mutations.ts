/** The same numbers every time, from a seed. */
export type Random = (below: number) => number;

export function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const oneOf = <T>(next: Random, all: readonly T[]): T => all[next(all.length)] as T;

const deep = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);

/** Values that nobody expects where they stand. */
const odd: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  "",
  " ",
  "\0",
  "a\u0000b",
  "\ud800",
  "\udc00x",
  "\ufeff",
  "\u202eevil",
  "👩‍👩‍👧‍👦",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "{}",
  "[]",
  "<!channel>",
  "<@U0ADA>",
  "' or 1=1 --",
  "%00",
  "../../etc/passwd",
  "x".repeat(3_001),
  "x".repeat(40_000),
  "<".repeat(20_000),
  "\n".repeat(5_000),
  "😀".repeat(5_000),
  [],
  {},
  [null],
  [[]],
  { id: null },
  JSON.parse('{"toString":"x","valueOf":1,"then":1}'),
  { length: -1 },
  deep(100),
  deep(2_000),
  Array.from({ length: 2_000 }, () => ({})),
];

const badKeys = ["__proto__", "constructor", "prototype", "toString", "then", "", "\0", "id", "type", "x".repeat(1_000)];

/** One change somewhere in a value: gone, odd, doubled, wrapped, under another name. */
export function mutated(value: unknown, next: Random): unknown {
  if (typeof value !== "object" || value === null)
    return next(3) === 0 && typeof value === "string" ? spoilt(value, next) : oneOf(next, odd);
  if (Array.isArray(value)) {
    const at = next(Math.max(value.length, 1));
    if (value.length === 0 || next(5) === 0)
      return oneOf<unknown>(next, [oneOf(next, odd), [...value, ...value], [value], [...value, oneOf(next, odd)]]);
    return value.map((each: unknown, i) => (i === at ? mutated(each, next) : each));
  }
  const entries = Object.entries(value);
  const at = next(Math.max(entries.length, 1));
  if (entries.length === 0) return oneOf(next, odd);
  switch (next(12)) {
    case 0:
      return Object.fromEntries(entries.filter((_, i) => i !== at));
    case 1:
      return Object.fromEntries(entries.map(([key, each], i) => [i === at ? oneOf(next, badKeys) : key, each]));
    case 2:
      return oneOf(next, odd);
    case 3:
      return Object.fromEntries([...entries, [oneOf(next, badKeys), oneOf(next, odd)]]);
    case 4: {
      const other = entries[next(entries.length)]?.[1];
      return Object.fromEntries(entries.map(([key, each], i) => [key, i === at ? other : each]));
    }
    default:
      return Object.fromEntries(entries.map(([key, each], i) => [key, i === at ? mutated(each, next) : each]));
  }
}

/** A text with something done to it; one that is itself JSON is opened. */
function spoilt(text: string, next: Random): string {
  const [head = "", ...rest] = text.split("\n");
  if (/^[[{]/.test(head)) {
    try {
      return [JSON.stringify(mutated(JSON.parse(head), next)), ...rest].join("\n");
    } catch {
      return text;
    }
  }
  const at = next(text.length + 1);
  return (
    text.slice(0, at) +
    String(
      oneOf(
        next,
        odd.filter((each) => typeof each === "string"),
      ),
    ) +
    text.slice(at + next(3))
  );
}

/** The bytes of a body, once in a while broken as no JSON writer would break them. */
export function asBytes(body: string, next: Random): Uint8Array {
  const bytes = Buffer.from(body);
  switch (next(24)) {
    case 0:
      return bytes.subarray(0, next(bytes.length + 1));
    case 1: {
      const broken = Buffer.from(bytes);
      for (let i = 0; i < 3; i++) broken[next(Math.max(broken.length, 1))] = next(256);
      return broken;
    }
    case 2:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 3:
      return Buffer.concat([bytes, Buffer.from("}]\0")]);
    case 4:
      return Buffer.from(bytes.toString().replace(/"(\w+)":/, '"$1":null,"$1":'));
    default:
      return bytes;
  }
}

export const contentTypes = [
  "application/json",
  "application/x-www-form-urlencoded",
  "text/xml",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "",
];
