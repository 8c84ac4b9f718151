import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer, Figures, Order } from "./orders.ts";

export type Environment = Readonly<Record<string, string>>;

export interface Instance {
  readonly port: number;
  readonly pid: number;
  /** What became due is planned and sent; never answered by an instance that is killed meanwhile. */
  beat(): Promise<void>;
  order(order: Exclude<Order, { do: "beat" | "figures" }>): void;
  figures(): Promise<Figures>;
  /** kill -9. */
  kill(): Promise<void>;
  /** SIGTERM: with what code it ended, and how long it took. */
  terminate(): Promise<{ readonly code: number | null; readonly tookMs: number }>;
}

const running = new Set<ChildProcess>();
let logs = 0;

/** Starts the program as a process of its own and waits until it listens. */
export async function startInstance(env: Environment, folder: string, offsetMs = 0): Promise<Instance> {
  const program = fileURLToPath(new URL("../../whole/instance.js", import.meta.url)); // built as the program that people start is
  const log = createWriteStream(join(folder, `instance-${++logs}.log`));
  const child = spawn(process.execPath, ["--expose-gc", program, String(offsetMs)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: "0", LOG_LEVEL: "warn", ...env },
  });
  for (const said of [child.stdout, child.stderr]) said?.on("data", (part: Buffer) => void log.write(part));
  running.add(child);
  const ended = once(child, "exit").finally(() => running.delete(child));
  const port = await Promise.race([
    answerOf(child, "ready").then((ready) => ready.port),
    ended.then((): never => {
      throw new Error(`an instance ended before it listened: see ${folder}`);
    }),
  ]);
  const send = (order: Order) => void child.send(order, () => undefined);
  return {
    port,
    pid: child.pid ?? 0,
    async beat() {
      const beaten = answerOf(child, "beaten");
      send({ do: "beat" });
      await beaten;
    },
    order: send,
    async figures() {
      const told = answerOf(child, "figures");
      send({ do: "figures" });
      return told;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async terminate() {
      const began = performance.now();
      child.kill("SIGTERM");
      await ended;
      return { code: child.exitCode, tookMs: performance.now() - began };
    },
  };
}

/** Whatever a fault that failed half-way left running. */
export async function killAll(): Promise<void> {
  for (const child of running) {
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

type Told<K extends Answer["is"]> = Extract<Answer, { is: K }>;

function answerOf<K extends Answer["is"]>(child: ChildProcess, kind: K): Promise<Told<K>> {
  return new Promise((told) => {
    const hear = (words: Answer) => {
      if (!isOf(words, kind)) return;
      child.off("message", hear);
      told(words);
    };
    child.on("message", hear);
  });
}

const isOf = <K extends Answer["is"]>(words: Answer, kind: K): words is Told<K> => words.is === kind;
