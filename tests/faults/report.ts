import { writeFileSync } from "node:fs";

/** One thing that a fault must not break: what is asked of the program, and what was seen. */
export interface Finding {
  readonly what: string;
  readonly asked: string;
  readonly seen: string;
  readonly ok: boolean;
}

interface Run {
  /** The short form, for every change; the figures that mean something are those of the whole. */
  readonly quick: boolean;
  /** For databases and logs; what a fault leaves there is deleted when nothing was missed. */
  readonly folder: string;
}

/** A fault, and what came of it. */
export type Fault = (run: Run) => Promise<readonly Finding[]>;

export const found = (what: string, asked: string, seen: string | number, ok: boolean): Finding => ({
  what,
  asked,
  seen: String(seen),
  ok,
});

/** A count that must not be passed. */
export const atMost = (what: string, most: number, seen: number, unit = ""): Finding =>
  found(what, `at most ${most}${unit}`, `${Math.round(seen * 100) / 100}${unit}`, seen <= most);

export const exactly = (what: string, asked: number, seen: number): Finding => found(what, `${asked}`, seen, seen === asked);

export interface Section {
  readonly fault: string;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

export function print({ fault, seconds, findings }: Section): void {
  process.stdout.write(`\n${fault} (${seconds.toFixed(0)} s)\n`);
  for (const { what, asked, seen, ok } of findings)
    process.stdout.write(`  ${ok ? "ok  " : "MISS"}  ${what.padEnd(84)} asked ${asked.padEnd(12)} seen ${seen}\n`);
}

export function keep(file: string, quick: boolean, sections: readonly Section[]): void {
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), quick, node: process.version, sections }, undefined, 2)}\n`);
}
