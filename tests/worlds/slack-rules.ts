/**
 * What Slack refuses in blocks and views, from docs.slack.dev: written down apart from `src/slack`, so that a wrong
 * limit there is found here.
 */
export type Block = { readonly [key: string]: unknown };

const onlyInMessages = new Set(["container", "context_actions", "markdown", "plan", "task_card", "data_visualization", "table"]);

/** What is wrong, in the form of Slack's `response_metadata.messages`; nothing when it would be taken. */
export function problemsOfBlocks(blocks: unknown, surface: "message" | "modal"): readonly string[] {
  if (!Array.isArray(blocks)) return ["blocks must be a list"];
  const found: string[] = [];
  const most = surface === "message" ? 50 : 100;
  if (blocks.length > most) found.push(`no more than ${most} items allowed [json-pointer:/blocks]`);
  const ids = new Set<string>();
  for (const [i, block] of blocks.entries()) {
    const at = `/blocks/${i}`;
    if (!isBlock(block)) {
      found.push(`must be an object [json-pointer:${at}]`);
      continue;
    }
    const id = block["block_id"];
    if (typeof id === "string") {
      if (id.length > 255 || ids.has(id)) found.push(`block_id is too long or not unique [json-pointer:${at}]`);
      ids.add(id);
    }
    if (surface === "modal" && onlyInMessages.has(String(block["type"]))) found.push(`unsupported type in a view [json-pointer:${at}]`);
    found.push(...problemsOfBlock(block).map((problem) => `${problem} [json-pointer:${at}]`));
  }
  const count = (type: string) => blocks.filter((block) => isBlock(block) && block["type"] === type).length;
  if (count("table") > 1) found.push("only_one_table_allowed");
  if (count("data_visualization") > 2) found.push("no more than 2 data_visualization blocks allowed");
  return found;
}

/** All the words of a message's blocks together. */
export function blockTextLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + blockTextLength(each), 0);
  if (!isBlock(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (typeof each === "string" ? (key === "text" ? each.length : 0) : blockTextLength(each)),
    0,
  );
}

export function problemsOfView(view: unknown): readonly string[] {
  if (!isBlock(view) || view["type"] !== "modal") return ["view must be a modal"];
  const found = [...problemsOfBlocks(view["blocks"], "modal"), ...plainText(view["title"], 24, "title")];
  for (const part of ["submit", "close"]) if (view[part] !== undefined) found.push(...plainText(view[part], 24, part));
  if (String(view["private_metadata"] ?? "").length > 3000) found.push("private_metadata is too long");
  if (String(view["callback_id"] ?? "").length > 255) found.push("callback_id is too long");
  const asks = Array.isArray(view["blocks"]) && view["blocks"].some((block) => isBlock(block) && block["type"] === "input");
  if (asks && view["submit"] === undefined) found.push("submit is required when there are inputs");
  return found;
}

function problemsOfBlock(block: Block): readonly string[] {
  switch (block["type"]) {
    case "header":
      return plainText(block["text"], 150, "text");
    case "section": {
      const fields = listOf(block["fields"]);
      if (block["text"] === undefined && fields.length === 0) return ["section needs text or fields"];
      return [
        ...(block["text"] === undefined ? [] : text(block["text"], 3000)),
        ...(fields.length > 10 ? ["no more than 10 fields"] : []),
        ...fields.flatMap((field) => text(field, 2000)),
      ];
    }
    case "context": {
      const elements = listOf(block["elements"]);
      return [
        ...(elements.length < 1 || elements.length > 10 ? ["1 to 10 elements"] : []),
        ...elements.flatMap((element) => text(element, 2000)),
      ];
    }
    case "divider":
      return [];
    case "actions": {
      const elements = listOf(block["elements"]);
      const ids = elements.map((element) => (isBlock(element) ? element["action_id"] : undefined));
      return [
        ...(elements.length < 1 || elements.length > 25 ? ["1 to 25 elements"] : []),
        ...(new Set(ids).size < ids.length ? ["action_id is not unique"] : []),
        ...elements.flatMap(button),
      ];
    }
    case "input":
      return [
        ...plainText(block["label"], 2000, "label"),
        ...(block["hint"] === undefined ? [] : plainText(block["hint"], 2000, "hint")),
        ...element(block["element"]),
      ];
    case "table":
      return table(block);
    case "data_visualization":
      return chart(block);
    default:
      return [`unsupported block ${String(block["type"])}`];
  }
}

function button(element: unknown): readonly string[] {
  if (!isBlock(element) || element["type"] !== "button") return ["unsupported element"];
  const { value, style, confirm } = element;
  return [
    ...plainText(element["text"], 75, "text"),
    ...(String(element["action_id"] ?? "").length > 255 ? ["action_id is too long"] : []),
    ...(value !== undefined && (typeof value !== "string" || value.length < 1 || value.length > 2000)
      ? ["value must be 1 to 2000 characters"]
      : []),
    ...(style !== undefined && style !== "primary" && style !== "danger" ? ["style"] : []),
    ...(isBlock(confirm)
      ? [
          ...plainText(confirm["title"], 100, "title"),
          ...text(confirm["text"], 300),
          ...plainText(confirm["confirm"], 30, "confirm"),
          ...plainText(confirm["deny"], 30, "deny"),
        ]
      : []),
  ];
}

function element(value: unknown): readonly string[] {
  if (!isBlock(value)) return ["element is missing"];
  if (value["placeholder"] !== undefined && plainText(value["placeholder"], 150, "placeholder").length > 0) return ["placeholder"];
  switch (value["type"]) {
    case "plain_text_input": {
      const max = value["max_length"] ?? 3000;
      const initial = String(value["initial_value"] ?? "");
      return typeof max !== "number" || max < 1 || max > 3000 || initial.length > max ? ["initial_value or max_length"] : [];
    }
    case "number_input": {
      const { initial_value: initial, min_value: min, max_value: max } = value;
      if (initial === undefined) return [];
      const number = Number(initial);
      return initial === "" || Number.isNaN(number) || number < Number(min ?? number) || number > Number(max ?? number)
        ? ["initial_value"]
        : [];
    }
    case "datepicker": {
      const date = value["initial_date"];
      return date !== undefined && !isRealDate(String(date)) ? ["initial_date must be a date"] : [];
    }
    case "users_select":
      return value["initial_user"] !== undefined && !/^[UW][A-Z0-9]+$/.test(String(value["initial_user"])) ? ["initial_user"] : [];
    case "external_select":
      return value["initial_option"] === undefined ? [] : option(value["initial_option"]);
    case "radio_buttons":
    case "static_select": {
      const groups = listOf(value["option_groups"]).flatMap((group) => (isBlock(group) ? [listOf(group["options"])] : []));
      const all = value["options"] === undefined ? groups.flat() : listOf(value["options"]);
      const most = value["type"] === "radio_buttons" ? 10 : 100;
      const sizes = value["options"] === undefined ? groups.map((group) => group.length) : [all.length];
      const initial = value["initial_option"];
      const known = initial === undefined || all.some((each) => JSON.stringify(each) === JSON.stringify(initial));
      return [
        ...(sizes.length === 0 || sizes.some((size) => size < 1 || size > most) ? ["options"] : []),
        ...all.flatMap(option),
        ...(known ? [] : ["initial_option is no option"]),
      ];
    }
    default:
      return [`unsupported element ${String(value["type"])}`];
  }
}

const option = (value: unknown): readonly string[] =>
  isBlock(value) && typeof value["value"] === "string" && value["value"].length >= 1 && value["value"].length <= 75
    ? plainText(value["text"], 75, "option text")
    : ["option value"];

function table(block: Block): readonly string[] {
  const rows = listOf(block["rows"]).map(listOf);
  const bad = rows
    .flat()
    .some((cell) => !isBlock(cell) || (cell["type"] === "raw_text" ? !String(cell["text"] ?? "") : cell["type"] !== "rich_text"));
  const wide = Math.max(0, ...rows.map((row) => row.length));
  return [
    ...(rows.length < 1 || rows.length > 100 ? ["1 to 100 rows"] : []),
    ...(wide < 1 || wide > 20 || rows.some((row) => row.length !== wide) ? ["1 to 20 columns, all rows alike"] : []),
    ...(bad ? ["empty or unknown cell"] : []),
    ...(blockTextLength(rows) > 10_000 ? ["more than 10,000 characters"] : []),
  ];
}

function chart(block: Block): readonly string[] {
  const drawn = isBlock(block["chart"]) ? block["chart"] : {};
  const series = listOf(drawn["series"]);
  const axis = isBlock(drawn["axis_config"]) ? drawn["axis_config"] : {};
  const points = series.flatMap((each) => (isBlock(each) ? listOf(each["data"]) : []));
  const labels = points.map((point) => (isBlock(point) ? String(point["label"] ?? "") : ""));
  const names = series.map((each) => (isBlock(each) ? String(each["name"] ?? "") : ""));
  return [
    ...(lengthWithin(block["title"], 1, 50) ? [] : ["title"]),
    ...(drawn["type"] === "bar" ? [] : ["type"]),
    ...(series.length < 1 || series.length > 6 || names.some((name) => !lengthWithin(name, 1, 20)) ? ["series"] : []),
    ...(points.length < 1 || points.length > 20 || labels.some((label) => !lengthWithin(label, 1, 20)) ? ["points"] : []),
    ...(JSON.stringify(axis["categories"]) === JSON.stringify(labels) && new Set(labels).size === labels.length
      ? []
      : ["labels must match the axis"]),
  ];
}

function text(value: unknown, max: number): readonly string[] {
  if (!isBlock(value)) return ["text is missing"];
  if (value["type"] === "plain_text") return plainText(value, max, "text");
  if (value["type"] !== "mrkdwn") return ["text type"];
  return lengthWithin(value["text"], 1, max) && String(value["text"]).trim() !== "" ? [] : [`text must be 1 to ${max} characters`];
}

function plainText(value: unknown, max: number, what: string): readonly string[] {
  const ok = isBlock(value) && value["type"] === "plain_text" && lengthWithin(value["text"], 1, max);
  return ok ? [] : [`${what} must be plain_text of 1 to ${max} characters`];
}

const lengthWithin = (value: unknown, min: number, max: number): boolean =>
  typeof value === "string" && value.length >= min && value.length <= max;
const isRealDate = (date: string): boolean => {
  const read = new Date(`${date}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
};
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const isBlock = (value: unknown): value is Block => typeof value === "object" && value !== null && !Array.isArray(value);
