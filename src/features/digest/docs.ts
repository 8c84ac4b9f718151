import { z } from "zod";
import { Digest } from "./schema.ts";

/** A JSON schema as far as the page needs it. */
interface Shape {
  readonly type?: string | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Shape | undefined;
  readonly anyOf?: readonly Shape[] | undefined;
  readonly additionalProperties?: Shape | boolean | undefined;
}
const Shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    format: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), Shape).optional(),
    required: z.array(z.string()).optional(),
    items: Shape.optional(),
    anyOf: z.array(Shape).optional(),
    additionalProperties: z.union([z.boolean(), Shape]).optional(),
  }),
);

/** The page about the public JSON, from its schema. */
export function digestPage(): string {
  const rows = fields(Shape.parse(z.toJSONSchema(Digest)), "");
  return `# The digest as JSON

\`drumbeat digest --portfolio NAME --as-of DATE [--since DATE] --format json\` prints one digest as one object. It is what is posted, and
what is kept of each post. Fields are added over time, never renamed or given another meaning. A field marked ? may be absent, which
means that there is nothing to say; it is never null. Dates are days (\`2026-11-27\`), moments are UTC. An example is
\`tests/golden/digest/5-projects.json\`.

Colours are written as people see them: \`Green\`, \`Amber/Green\`, \`Amber\`, \`Amber/Red\`, \`Red\`. A project without one is \`withheld\` (the
source refuses to say), \`unknown\` (nobody said, or what was said is too old to be shown as current), \`on hold\`, \`not started\` or
\`complete\`. Confidential projects are in no figure.

| field | type | meaning |
| --- | --- | --- |
${rows.join("\n")}
`;
}

function fields(shape: Shape, path: string): readonly string[] {
  return Object.entries(shape.properties ?? {}).flatMap(([name, inner]) => {
    const optional = shape.required?.includes(name) ? "" : "?";
    const here = `${path}${name}`;
    const row = `| \`${here}\`${optional} | ${typeOf(inner)} | ${inner.description ?? ""} |`;
    return [row, ...fields(inner.items ?? inner, `${here}${inner.items ? "[]" : ""}.`)];
  });
}

function typeOf(shape: Shape): string {
  if (shape.const !== undefined) return `\`${String(shape.const)}\``;
  if (shape.enum || shape.anyOf) return colours(shape) ? "rating" : (shape.enum ?? []).map((each) => `\`${String(each)}\``).join(", ");
  if (shape.items) return `list of ${typeOf(shape.items)}`;
  if (shape.type === "object") return typeof shape.additionalProperties === "object" ? "number by rating" : "object";
  if (shape.format === "date") return "date";
  return shape.format === "date-time" ? "moment" : (shape.type ?? "");
}

const colours = (shape: Shape): boolean =>
  [...(shape.enum ?? []), ...(shape.anyOf ?? []).flatMap((each) => each.enum ?? [])].includes("Amber/Red");
