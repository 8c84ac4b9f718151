import { Socket } from "node:net";
import { PostgresDialect } from "kysely";
import { Pool, type PoolConfig } from "pg";

/**
 * What waits in vain gives up, and a program that stopped in the middle of writing holds up the others only so long. Set once
 * connected: PgBouncer lets nobody in who asks for that at the door.
 */
const limits = "set lock_timeout = 10000; set statement_timeout = 60000; set idle_in_transaction_session_timeout = 30000";

/** A server that vanished without a word is noticed within twenty seconds where nothing is asked of it, and otherwise by its silence. */
export const keepAlive = { connectionTimeoutMillis: 5_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
/** Longer than any statement may take. Without it, TCP would wait for a quarter of an hour, and every writer here behind it. */
const silentMs = 65_000;

function impatient(ms: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(ms, () => socket.destroy(new Error("the database fell silent")));
}

/** A pool that outlives its connections: what was cut off fails at its next use, and what comes after connects anew. */
function pool(url: string, more: PoolConfig = {}): Pool {
  const connections = new Pool({ connectionString: url, max: 10, ...keepAlive, ...more });
  // A connection that is cut tells so by an event, in use or not, which would end the program; its next query fails anyway.
  connections.on("error", () => {});
  connections.on("connect", (client) => client.on("error", () => {}));
  return connections;
}

export const postgres = (url: string, patienceMs = silentMs): PostgresDialect =>
  new PostgresDialect({ pool: pool(url, { stream: () => impatient(patienceMs), onConnect: (client) => client.query(limits) }) });
/** Migrations may take and wait longer than anything else. */
export const patientPostgres = (url: string): PostgresDialect => new PostgresDialect({ pool: pool(url, { max: 1 }) });
