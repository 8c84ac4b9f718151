import type { Element } from "./element.ts";

/** Teams takes about 28 KB per message, all in; the rest is for what the envelope adds. */
export const maxPayloadBytes = 28 * 1024;
export const maxCardBytes = maxPayloadBytes - 2 * 1024;
/** Buttons beyond this many in a row are hidden behind "…" on some clients, dropped on others. */
export const maxButtonsInRow = 6;
export const maxText = 4000;
export const maxTitle = 60;
export const maxChoice = 200;

/** Cut where everybody can see it. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Those whose mention is still to be read: the others would take room, and Teams knows no place for them. */
export function mentionedIn<T extends { readonly text: string }>(body: readonly Element[], mentions: readonly T[]): readonly T[] {
  const drawn = JSON.stringify(body);
  return mentions.filter(({ text }) => drawn.includes(JSON.stringify(text).slice(1, -1)));
}

/**
 * As much of a card as Teams takes, with the mentions in it. The buttons at its end stay; of the rest the end goes first,
 * rows of tables one by one, and a line says so.
 */
export function fitted(elements: readonly Element[], mentions: readonly { readonly text: string }[], reserved = 0): readonly Element[] {
  const budget = maxCardBytes - reserved;
  for (let room = budget; ; room -= 1024) {
    const body = asMuchAs(elements, room);
    if (room < 1024 || sizeOf(body) + sizeOf(mentionedIn(body, mentions)) <= budget) return body;
  }
}

function asMuchAs(elements: readonly Element[], budget: number): readonly Element[] {
  if (sizeOf(elements) <= budget) return elements;
  const body = elements.slice(0, elements.findLastIndex(({ type }) => type !== "ActionSet") + 1);
  const end = asManyAs(elements.slice(body.length), budget - sizeOf(cutLine));
  return [...asManyAs(body, budget - sizeOf(cutLine) - sizeOf(end)), cutLine, ...end];
}

const cutLine: Element = {
  type: "TextBlock",
  text: "… The rest is too long for one Teams message.",
  isSubtle: true,
  size: "Small",
  wrap: true,
};

function asManyAs(elements: readonly Element[], budget: number): readonly Element[] {
  let left = budget;
  let full = false;
  return elements.flatMap((element) => {
    const fitting = full ? undefined : shortened(element, left);
    full ||= fitting !== element;
    left -= fitting ? sizeOf(fitting) + 1 : 0;
    return fitting ? [fitting] : [];
  });
}

/** The element if it fits, a table with fewer rows if some fit, nothing otherwise. */
function shortened(element: Element, budget: number): Element | undefined {
  if (sizeOf(element) < budget) return element;
  const rows = element["rows"];
  if (element.type !== "Table" || !Array.isArray(rows)) return undefined;
  let left = budget - sizeOf({ ...element, rows: [] });
  const fitting = rows.filter((row) => {
    left -= sizeOf(row) + 1;
    return left > 0;
  });
  return fitting.length > 1 ? { ...element, rows: fitting } : undefined;
}
