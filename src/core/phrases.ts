import type { Project } from "./portfolio.ts";

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** "APOLLO ERP", and the key alone where the name says no more. */
export function called({ key, name }: Pick<Project, "key" | "name">): string {
  const [first = "", ...rest] = name.split(" ");
  return first.toUpperCase() === key ? [key, ...rest].join(" ") : `${key} ${name}`;
}

/** "APOLLO, HERMES and ORION". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** "1,200". */
export const figure = (number: number): string => number.toLocaleString("en-GB");

/** "1 project", "1,200 projects". */
export const count = (number: number, one: string, many = `${one}s`): string => `${figure(number)} ${number === 1 ? one : many}`;

/** "New York", from the name of its zone. */
export function city(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
