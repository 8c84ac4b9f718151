import type { Migration } from "kysely";
import { first } from "./001-first.ts";

/** In the order of their names; imported, not read from a folder, so that the built program has them too. */
export const migrations: Readonly<Record<string, Migration>> = { "001-first": first };
