import type { RecordType } from "../../src/core/record-type.ts";
import { records } from "../../src/records/index.ts";
import { canary, idOf, type Key } from "./cast.ts";
import type { Company } from "./company.ts";
import type { Drawn } from "./drawn.ts";

/** What somebody may name or forge: all of one project, or what is nowhere. */
export interface Target {
  readonly key: string;
  readonly project: string;
  readonly portfolio: string;
  readonly programme: string;
  readonly audience: string;
  readonly refs: Readonly<Record<string, string>>; // by register: R-3
  readonly ids: Readonly<Record<string, string>>; // of its entries, by register
}

/** What is nowhere, with names as long as those of `target`: what is told may be cut somewhere. */
export function nowhereLike({ key, portfolio, programme, audience, ids }: Target): Target {
  const as = (name: string, mark: string) => mark.repeat(name.length).slice(0, name.length);
  return {
    key: as(key, "QXJZ"),
    project: `p-${as(key, "qxjz")}`,
    portfolio: as(portfolio, "ZX"),
    programme: as(programme, "ZY"),
    audience: as(audience, "Zz "),
    refs: Object.fromEntries(records.map((type) => [type.key, `${type.prefix}-9`])),
    ids: Object.fromEntries(Object.keys(ids).map((type, i) => [type, `00000000-0000-4000-8000-00000000000${i}`])),
  };
}

/** The portfolio of a project is foreign only to whoever sees nothing in it. */
const homes: Readonly<Record<Key, readonly [portfolio: string, programme: string, audience: string]>> = {
  ARGO: ["ALPHA", "CORE", "Alpha leaders"],
  LUNA: ["ALPHA", "CORE", "Alpha leaders"],
  VEGA: ["BETA", "RIM", `${canary.VEGA} leaders`],
  UMBRA: ["BETA", "RIM", `${canary.VEGA} leaders`],
};

export async function targetOf(company: Company, key: Key): Promise<Target> {
  const [portfolio, programme, audience] = homes[key];
  const refs: Record<string, string> = {};
  for (const type of records) refs[type.key] = `${type.prefix}-${await company.number(`${key} ${type.key}`)}`;
  const ids = Object.fromEntries(records.map((type) => [type.key, company.entry(`${key} ${type.key}`)]));
  return { key, project: idOf(key), portfolio, programme, audience, refs, ids };
}

type Words = readonly string[];

/** What is said of a project or of an entry on it, by the words that call it. */
export const ofProject: Readonly<Record<string, (target: Target) => Words>> = {
  ...Object.fromEntries(records.map((type) => [type.key, (target: Target) => ofRegister(type, target)])),
  show: ({ refs }) => Object.values(refs).flatMap((ref) => [ref, `${ref} history`]),
  status: ({ key }) => [`#${key}`, key, `#${key} green All is well`],
  "pmo status": ({ key }) => [`#${key}`],
  "pmo ask": ({ key }) => [`#${key}`],
  "pmo schedule": ({ key }) => [`#${key}`, `#${key} weekly tue`],
  "pmo schedule preview": ({ key }) => [`#${key}`, key],
  "pmo pause": ({ key }) => [`#${key} until 15 Dec because of a freeze`],
  "pmo resume": ({ key }) => [`#${key}`],
  "pmo project": ({ key }) => [`#${key}`, key],
  "pmo projects": ({ key }) => [key],
  "pmo remove project": ({ key }) => [`#${key}`],
  "pmo edit": ({ key }) => [`#${key}`],
  "pmo history": ({ key }) => [`#${key}`],
  "pmo pm": ({ key }) => [`#${key} tom@example.com`, `#${key} none`],
  "pmo sponsor": ({ key }) => [`#${key} tom@example.com`],
  "pmo contact": ({ key }) => [`#${key} tom@example.com`],
  "pmo channel": ({ key }) => [`#${key}`],
  "pmo hold": ({ key }) => [`#${key} because of a freeze`],
  "pmo close": ({ key }) => [`#${key} because it is done`],
  "pmo reopen": ({ key }) => [`#${key} because it goes on`],
  "pmo role": ({ key }) => [`rolf@example.com team #${key}`, `rolf@example.com viewer ${key}`, `lena@example.com pm #${key}`],
  "pmo role remove": ({ key }) => [`tom@example.com team #${key}`],
  "pmo digest": ({ key }) => [key],
  "pmo setup": ({ key }) => [key],
  "pmo help": ({ key }) => [key],
};

function ofRegister(type: RecordType, { key, refs }: Target): Words {
  const ref = refs[type.key] ?? "";
  const due = type.due === undefined ? [] : [`edit ${ref} due:2026-12-18`];
  return [
    ...[`New #${key}`, `list #${key}`, `list all #${key}`, `export #${key}`, ref, `edit ${ref}`, `edit ${ref} Another title`, ...due],
    ...[`move ${ref} closed because`, `close ${ref} because it is over`, `reopen ${ref} because`, `accept ${ref}`, `assign ${ref} me`],
    ...[`undo ${ref}`, `history ${ref}`, `link ${ref} ${ref}`],
    ...type.links.flatMap(({ kind, to }) => [`link ${ref} ${kind} ${refs[to] ?? ""}`]),
  ];
}

/** What is said of a portfolio, of a programme in it and of a digest of it. */
export const ofPortfolio: Readonly<Record<string, (target: Target) => Words>> = {
  "pmo schedule": ({ portfolio }) => [portfolio, `${portfolio} weekly tue`, `${portfolio} never`],
  "pmo schedule preview": ({ portfolio }) => [portfolio],
  "pmo escalation": ({ portfolio, programme }) => [portfolio, `off ${portfolio}`, `off ${programme}`],
  "pmo digest": ({ portfolio, audience }) => [portfolio, audience],
  "pmo projects": ({ portfolio, programme }) => [portfolio, programme],
  "pmo setup": ({ portfolio }) => [portfolio],
  "pmo programme add": ({ portfolio }) => [`NEWONE New #${portfolio}`],
  "pmo audience remove": ({ audience }) => [audience],
  "pmo role": ({ portfolio, programme }) => [
    `rolf@example.com viewer ${portfolio}`,
    `rolf@example.com manager ${programme}`,
    `rolf@example.com pmo ${portfolio}`,
  ],
  "pmo role remove": ({ portfolio, programme }) => [`rita@example.com viewer ${portfolio}`, `mona@example.com manager ${programme}`],
};

/** What names nothing: lists, totals, files, help, one's own record. */
export const ofNothing: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(
    records.map(({ key }) => [
      key,
      ["list", "list all", "list mine", "list kanarien", "list all kanarien", "export", "undo", "help", "Something new"],
    ]),
  ),
  status: [""],
  "pmo away": ["14 Dec to 18 Dec", "14 Dec to 18 Dec deputy tom@example.com", ""],
  "pmo back": [""],
  "pmo ask": [""],
  "pmo digest": [""],
  "pmo escalation": [""],
  "pmo schedule": [""],
  "pmo schedule preview": ["", "Monday"],
  "pmo projects": ["", "mine", "red", "kanarien", "unknown"],
  "pmo project": [""],
  "pmo add project": ["", "NEWONE A new one"],
  "pmo setup": ["", "NEWPF"],
  "pmo audience add": [""],
  "pmo audience list": [""],
  "pmo people": ["", "person"],
  "pmo person": ["", "lena@example.com", "bela@example.com"],
  "pmo role": ["rolf@example.com viewer organisation", "tom@example.com admin organisation"],
  "pmo role remove": ["rolf@example.com viewer organisation", "ada@example.com admin organisation"],
  "pmo link": ["tom@example.com and nora@example.com"],
  "pmo prefer": ["slack", "teams"],
  "pmo zone": ["Europe/Berlin"],
  "pmo health": [""],
  "pmo alerts": ["", "here"],
  "pmo outbox": [""],
  "pmo outbox resend": ["all"],
  "pmo privacy": [""],
  "pmo person export": [""],
  "pmo erase": ["tom@example.com", "ada@example.com"],
  "pmo left": ["lena@example.com", "ada@example.com"],
  "pmo returned": ["lou@example.com"],
  help: [""],
  pmo: ["", "nonsense"],
  "pmo help": ["", "project"],
};

/** Each as somebody types it. */
export const said = (table: Readonly<Record<string, (target: Target) => Words>>, target: Target): Words =>
  Object.entries(table).flatMap(([route, words]) => words(target).map((rest) => `${route === "show" ? "" : route} ${rest}`.trim()));

/** The same words said of another target read alike, but for its own names. */
export function unnamed(told: string, target: Target, of: "project" | "portfolio"): string {
  return marksOf(target, of).reduce(
    (text, [name, mark]) => text.replace(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, "gi"), mark),
    told,
  );
}

function marksOf({ key, project, portfolio, programme, audience, refs, ids }: Target, of: "project" | "portfolio") {
  const entries = [...Object.entries(refs), ...Object.entries(ids)].map(([type, name]) => [name, `«${type}»`] as const);
  const ofHome = [audience, portfolio, programme, idOf(portfolio, "pf"), idOf(programme, "pg"), idOf(portfolio, "au")];
  return of === "project"
    ? [[project, "«project»"] as const, [key, "«KEY»"] as const, ...entries]
    : ofHome.map((name, i) => [name, `«home ${i}»`] as const);
}

/** What was drawn of ARGO (or HERMES) as somebody forges it, with the ids of another project or portfolio in it. */
export function forged(
  company: Company,
  act: Drawn["act"],
  { key, project, portfolio, programme, refs, ids }: Target,
  of: "project" | "portfolio",
): Drawn["act"] {
  const swaps =
    of === "portfolio"
      ? [
          ["pf-alpha", idOf(portfolio, "pf")],
          ["pg-core", idOf(programme, "pg")],
          ["au-alpha", idOf(portfolio, "au")],
          ["ALPHA", portfolio],
          ["CORE", programme],
        ]
      : [
          ...["p-argo", "p-hermes", "p-luna"].map((each) => [each, project]),
          ...["ARGO", "HERMES", "LUNA"].map((each) => [each, key]),
          ...[...company.entries].map(([label, id]) => [id, ids[label.split(" ")[1] ?? ""]]),
          ...records.map(({ key: type, prefix }) => [`${prefix}-1`, refs[type]]),
        ];
  const text = swaps.reduce(
    (all, [name = "", other = ""]) => all.replace(new RegExp(`(?<![A-Za-z0-9-])${name}(?![A-Za-z0-9-])`, "g"), other),
    JSON.stringify(act),
  );
  return JSON.parse(text);
}
