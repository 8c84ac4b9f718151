import type { RecordType } from "../core/record-type.ts";
import { action } from "./action.ts";
import { decision } from "./decision.ts";
import { issue } from "./issue.ts";
import { risk } from "./risk.ts";

/** Every register of the product, in the order that help and menus show them. */
export const records: readonly RecordType[] = [risk, issue, action, decision];
