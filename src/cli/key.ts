import { newKey } from "../slack/seal.ts";
import { print } from "./offline.ts";

export async function key(_args: readonly string[]): Promise<number> {
  print(newKey());
  return 0;
}
