import type { Migration } from "kysely";
import { people } from "./001-people.ts";
import { portfolio } from "./002-portfolio.ts";
import { registers } from "./003-registers.ts";
import { reports } from "./004-reports.ts";
import { outbox } from "./005-outbox.ts";
import { digestsAndChanges } from "./006-digests-and-changes.ts";
import { platformsAndEscalation } from "./007-platforms-and-escalation.ts";
import { paces } from "./008-paces.ts";
import { chain } from "./009-chain.ts";
import { installations } from "./010-installations.ts";
import { health } from "./011-health.ts";
import { outboxHint } from "./012-outbox-hint.ts";
import { digestSalt } from "./013-digest-salt.ts";
import { outboxLanes } from "./014-outbox-lanes.ts";

/**
 * In the order of their names; imported, not read from a folder, so that the built program has them too.
 * Instants are ISO text in UTC ("2026-11-23T09:00:00.000Z") and days are ISO text, so that both databases sort and
 * compare them alike; yes and no are 1 and 0; what no list filters on is JSON text.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  "001-people": people,
  "002-portfolio": portfolio,
  "003-registers": registers,
  "004-reports": reports,
  "005-outbox": outbox,
  "006-digests-and-changes": digestsAndChanges,
  "007-platforms-and-escalation": platformsAndEscalation,
  "008-paces": paces,
  "009-chain": chain,
  "010-installations": installations,
  "011-health": health,
  "012-outbox-hint": outboxHint,
  "013-digest-salt": digestSalt,
  "014-outbox-lanes": outboxLanes,
};
