import { z } from "zod";
import { refuse } from "../../core/refusal.ts";

const pattern = z.string().refine(isPattern, "is not a regular expression");
/** A pattern that the cell itself fits, or another column that says so for the row. */
const when = z.union([pattern, z.strictObject({ header: z.string(), is: z.string() })]);
const dateFormats = ["Y-m-d", "d/m/Y", "m/d/Y", "d.m.Y"] as const;
export type DateFormat = (typeof dateFormats)[number];

const ColumnMap = z.strictObject({
  /** The foreign header; of several, the first that is not empty in the row. A start of it is enough if it fits one only. */
  header: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  /** The same for every row, where the file has no column. */
  is: z.string().optional(),
  /** Foreign value -> ours, whatever case. */
  values: z.record(z.string(), z.string()).optional(),
  /** Withheld: the source refuses to say. Unknown: it says that it does not know. Empty: what an empty cell means. */
  withheld: when.optional(),
  unknown: when.optional(),
  empty: z.enum(["unknown", "withheld", "skip"]).optional(),
  scale: z.enum(["thousand", "million"]).optional(),
  dates: z.enum(dateFormats).optional(),
});
export type ColumnMap = z.infer<typeof ColumnMap>;

const FileMap = z.strictObject({
  about: z.string().optional(),
  dates: z.enum(dateFormats).optional(),
  /** Each date in the file is the whole portfolio on that date: a project that is not in it has left. */
  complete: z.boolean().optional(),
  columns: z.record(z.string(), z.union([z.string().transform((header): ColumnMap => ({ header })), ColumnMap])),
});
export type FileMap = z.infer<typeof FileMap>;

/** Reads a map as somebody wrote it, or refuses with everything that is wrong with it at once. */
export function readMap(json: string): FileMap {
  const read = FileMap.safeParse(parsed(json));
  if (read.success) return read.data;
  const words = read.error.issues.map(({ path, message }) => `${path.join(".") || "the map"}: ${message}`);
  refuse(
    `The map cannot be used:\n${words.join("\n")}\nA column is “field”: “Header”, or an object with header, is, values, withheld, unknown, empty, scale or dates.`,
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    refuse(`The map is not JSON: ${error instanceof Error ? error.message : String(error)}. Check it in an editor.`);
  }
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, "i");
    return true;
  } catch {
    return false;
  }
}
