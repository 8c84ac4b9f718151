import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../src");
const map = readFileSync(join(root, "README.md"), "utf8");
const [, rows = ""] = map.split("|---|---|---|---|\n");
const words = (cell: string): readonly string[] => cell.split(/, */).filter((word) => word !== "–");
const pure = words(/\*Pure\* packages: ([^.]+)\./.exec(map)?.[1]?.replaceAll("\n", " ") ?? "–");

interface Allowance {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

/** Which folder may import which others, and which packages: the table of src/README.md. */
const may: ReadonlyMap<string, Allowance> = new Map(
  [...rows.matchAll(/^\| (\w+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gm)].map(([, folder = "", folders = "", packages = ""]) => [
    folder,
    { folders: words(folders), packages: words(packages).flatMap((name) => (name === "pure" ? pure : [name])) },
  ]),
);

interface Import {
  readonly file: string; // from src
  readonly target: string; // a path from src, or a package
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
const imports: readonly Import[] = files.flatMap((file) => {
  const code = readFileSync(join(root, file), "utf8");
  const named = /^(?:import|export)\b[^;"]*?\bfrom "([^"\n]+)"|^import "([^"\n]+)"|\bimport\("([^"\n]+)"\)/gm;
  return [...code.matchAll(named)]
    .map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? "")
    .map((name) => ({
      file,
      target: name.startsWith(".") ? relative(root, resolve(dirname(join(root, file)), name)) : name,
    }));
});
const folderOf = (path: string): string => {
  const [first = ""] = path.replace(/^\.\.\//, "").split("/");
  return first.replace(/\.ts$/, "");
};
const isOurs = ({ target }: Import): boolean => target.endsWith(".ts");

test("the table has a row for every folder, and for nothing else", () => {
  expect([...may.keys()].sort()).toEqual([...new Set(files.map(folderOf))].sort());
});

test("no folder imports what the table does not give it", () => {
  const wrong = imports.filter(isOurs).filter(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    const folders = may.get(from)?.folders ?? [];
    return from !== to && !folders.includes("anything") && !folders.includes(to);
  });
  expect(wrong).toEqual([]);
});

test("packages are imported only where the table says", () => {
  const wrong = imports
    .filter((each) => !isOurs(each) && !each.target.startsWith("node:"))
    .filter(({ file, target }) => !may.get(folderOf(file))?.packages.some((name) => target === name || target.startsWith(`${name}/`)));
  expect(wrong).toEqual([]);
});

test("date-fns is imported one function at a time: all of it takes ten megabytes", () => {
  expect(imports.filter(({ target }) => target === "date-fns")).toEqual([]);
});

test("no feature imports another, and no record another", () => {
  const slice = (path: string) => path.split("/").slice(0, 2).join("/");
  const wrong = imports.filter(isOurs).filter(({ file, target }) => {
    const among = (folder: string) => folderOf(file) === folder && folderOf(target) === folder;
    if (among("features")) return slice(file) !== slice(target) && file !== "features/index.ts";
    return among("records") && file !== "records/index.ts";
  });
  expect(wrong).toEqual([]);
});

test("no two files need each other, not even for types", () => {
  const done = new Set<string>();
  const circleFrom = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const { target } of imports.filter((each) => each.file === file && isOurs(each))) {
      const circle = circleFrom(target, [...path, file]);
      if (circle) return circle;
    }
    return undefined;
  };
  expect(files.flatMap((file) => circleFrom(file, []) ?? [])).toEqual([]);
});

test("core and chat never name a platform in code that decides", () => {
  const naming = files
    .filter((file) => /^(core|chat)\//.test(file))
    .filter((file) => /platform === "/.test(readFileSync(join(root, file), "utf8")));
  expect(naming).toEqual([]);
});

test("only config reads the environment", () => {
  expect(files.filter((file) => file !== "config.ts" && readFileSync(join(root, file), "utf8").includes("process.env"))).toEqual([]);
});

test("no folder is deeper than two", () => {
  expect(files.filter((file) => file.split("/").length > 3)).toEqual([]);
});

test("the platforms and their packages are loaded only when they are configured", () => {
  const always = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    const code = readFileSync(join(root, file), "utf8");
    for (const [, name = ""] of code.matchAll(/^(?:import|export)\b(?! type)[^;"]*?\bfrom "([^"\n]+)"/gm))
      if (name.startsWith(".") && !name.includes("migrations")) always(relative(root, resolve(dirname(join(root, file)), name)), seen);
    return seen;
  };
  const loaded = [...always("main.ts")];
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter((file) => /^(slack|teams)\//.test(file))).toEqual([]);
});

test("what plays a platform in tests, or speaks on it, has never seen our side of it", () => {
  const worlds = resolve(root, "../tests/worlds");
  const seeing = readdirSync(worlds).filter((file) => /"[./]+\/src\/(slack|teams)\//.test(readFileSync(join(worlds, file), "utf8")));
  expect(seeing).toEqual([]);
});
