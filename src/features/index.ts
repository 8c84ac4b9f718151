import type { RecordType } from "../core/record-type.ts";
import type { Feature } from "../routes.ts";
import { verbs } from "../verbs/index.ts";
import { digest } from "./digest/index.ts";
import { health } from "./health/index.ts";
import { help } from "./help/index.ts";
import { outbox } from "./outbox/index.ts";
import { people } from "./people/index.ts";
import { portfolio } from "./portfolio/index.ts";
import { reach } from "./reach/index.ts";
import { setup } from "./setup/index.ts";
import { status } from "./status/index.ts";

/** Every part of the product. */
export function features(types: readonly RecordType[]): readonly Feature[] {
  const parts = [verbs(types), status, digest, portfolio, setup, people, reach, outbox];
  const all = [...parts, health(parts)];
  return [...all, help(all)];
}
