import { type Rating, scales } from "../../core/rag.ts";
import { isDate } from "../../core/time.ts";
import type { CellKind } from "./columns.ts";
import type { ColumnMap, DateFormat } from "./map.ts";

/** What a cell says. Withheld, unknown and empty are three things: the source refuses, does not know, or says nothing. */
export type Cell = { readonly state: "said"; readonly value: string } | { readonly state: "withheld" | "unknown" | "empty" | "skip" };

type Wrong = { readonly what: string; readonly fix: string };
/** The value in our own spelling, or what is wrong with it. */
type Read = Cell | Wrong;

export function readCell(text: string, kind: CellKind, map: ColumnMap, dates: DateFormat): Read {
  const said = (value: string): Cell => ({ state: "said", value });
  const wrong = (what: string, fix: string): Wrong => ({ what: `“${shortened(text)}” ${what}`, fix });
  switch (kind.is) {
    case "text":
      return text.length <= kind.max
        ? said(kind.asIs ? text : text.replace(/\s+/g, " "))
        : wrong(`has ${text.length} characters`, `Shorten it to ${kind.max}.`);
    case "email":
      return /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text)
        ? said(text.toLowerCase())
        : wrong("is no e-mail address", "Give one like ada@example.com.");
    case "key":
      return /^[A-Za-z][A-Za-z0-9]{0,9}$/.test(text)
        ? said(text.toUpperCase())
        : wrong(
            "cannot be a key",
            "Keys are up to 10 letters and digits, a letter first. Leave the column out and one is made from the name.",
          );
    case "yesno": {
      const yes = yesWords.get(text.toLowerCase());
      return yes === undefined ? wrong("is neither yes nor no", "Write yes or no.") : said(yes);
    }
    case "rating": {
      const rating = ratingOf(text);
      if (rating === undefined)
        return wrong(
          "is no rating",
          "Use Green, Amber/Green, Amber, Amber/Red, Red, Withheld or Unknown, or say in the map's “values” what it means.",
        );
      return rating === "withheld" || rating === "unknown" ? { state: rating } : said(rating);
    }
    case "money": {
      if (/^withheld$/i.test(text)) return { state: "withheld" };
      if (/^(unknown|tbc|tbd|n\/a)$/i.test(text)) return { state: "unknown" };
      const amount = decimalOf(text, map.scale);
      return amount === undefined
        ? wrong("is no amount of money", "Write it like 1,567.45 or £1.2m, or say in the map what it means (“withheld”, “unknown”).")
        : said(amount);
    }
    case "number": {
      const number = /^-?\d+(\.\d+)?\s*%?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
      return number >= kind.min && number <= kind.max
        ? said(String(number))
        : wrong("does not fit", `Give a number from ${kind.min} to ${kind.max}.`);
    }
    case "date": {
      const date = dateOf(text, dates);
      if (date === undefined)
        return wrong(
          `is no date written as ${dates}`,
          "Write it as 2026-12-15, or say in the map how this file writes dates: “dates”: “d/m/Y”.",
        );
      return isDate(date) ? said(date) : wrong("is a date that does not exist", "Correct the day or the month.");
    }
    case "choice": {
      const found = Object.entries(kind.options).find(([value, label]) => same(value, text) || same(label, text));
      return found
        ? said(found[0])
        : wrong("is not one of the choices", `Use ${Object.values(kind.options).join(", ")}, or say in the map's “values” what it means.`);
    }
    default:
      return kind satisfies never;
  }
}

const yesWords = new Map([
  ...["yes", "y", "true", "1", "x"].map((word) => [word, "yes"] as const),
  ...["no", "n", "false", "0"].map((word) => [word, "no"] as const),
]);

const ratings: ReadonlyMap<string, Rating> = new Map<string, Rating>([
  ...scales.five.map((colour): [string, Rating] => [colour, colour]),
  ...scales.five.map((colour): [string, Rating] => [colour.replace(/([a-z])[a-z]*/g, "$1"), colour]),
  ...scales.five.map((colour): [string, Rating] => [colour.replace("/", ""), colour]),
  ["withheld", "withheld"],
  ["unknown", "unknown"],
]);

function ratingOf(text: string): Rating | undefined {
  return ratings.get(
    text
      .toLowerCase()
      .replace(/\s*[/–-]\s*/, "/")
      .replace(/\s+/g, ""),
  );
}

const powers = { thousand: 3, million: 6, billion: 9 } as const;
const suffixes: Readonly<Record<string, keyof typeof powers>> = { k: "thousand", m: "million", mn: "million", bn: "billion" };

/** "£1,567.45" → "1567.45"; in millions "1567450000". Digits are moved, never multiplied, so no penny is lost. */
export function decimalOf(text: string, scale: ColumnMap["scale"]): string | undefined {
  const bare = text.replace(/^[A-Z]{3}\s|\s[A-Z]{3}$/g, "").replace(/[£$€\s\u00A0]/g, "");
  const bracketed = /^\((.*)\)$/.exec(bare);
  const found = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(k|mn?|bn)?$/i.exec(bracketed?.[1] ?? bare);
  if (!found) return undefined;
  const [, minus = "", whole = "", fraction = "", suffix] = found;
  const unit = suffix ? suffixes[suffix.toLowerCase()] : scale;
  const moved = unit ? powers[unit] : 0;
  const digits = whole.replaceAll(",", "") + fraction.padEnd(moved, "0");
  const point = digits.length - Math.max(fraction.length - moved, 0);
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const right = digits.slice(point).replace(/0+$/, "");
  const amount = right === "" ? left : `${left}.${right}`;
  return amount !== "0" && (minus !== "" || bracketed) ? `-${amount}` : amount;
}

const shapes: Readonly<Record<DateFormat, RegExp>> = {
  "Y-m-d": /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})$/,
  "d/m/Y": /^(?<d>\d{1,2})[/-](?<m>\d{1,2})[/-](?<y>\d{4})$/,
  "m/d/Y": /^(?<m>\d{1,2})[/-](?<d>\d{1,2})[/-](?<y>\d{4})$/,
  "d.m.Y": /^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})$/,
};

/** ISO is always understood (a time of day after it is left off); 03/04/2026 only once the map says which is the month. */
function dateOf(text: string, format: DateFormat): string | undefined {
  const day = text.replace(/[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/, "");
  const found = shapes["Y-m-d"].exec(day) ?? shapes[format].exec(day);
  if (!found?.groups) return undefined;
  const { y = "", m = "", d = "" } = found.groups;
  return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
}

const same = (a: string, b: string) => squeezed(a) === squeezed(b);

/** Compared without regard to case, line breaks and runs of blanks. */
export function squeezed(text: string): string {
  return text
    .replace(/[\s\u00A0]+/g, " ")
    .trim()
    .toLowerCase();
}

export function shortened(text: string): string {
  const one = text.replace(/\s+/g, " ");
  return one.length > 60 ? `${one.slice(0, 60)}…` : one;
}
