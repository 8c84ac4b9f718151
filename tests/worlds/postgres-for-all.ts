import type { TestProject } from "vitest/node";
import { openStore } from "../../src/store/index.ts";
import { startPostgres } from "./postgres.ts";

/** One server for the whole run; every test gets a copy of its empty database. */
export default async function postgresForAll({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const template = server.urlOf("template_drumbeat");
  await server.make("template_drumbeat");
  await (await openStore({ url: template })).close();
  provide("postgres", server.url);
  return () => server.stop();
}
