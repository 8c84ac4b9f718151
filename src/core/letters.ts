/** A NUL, and half of a character that is written as a pair. */
const broken = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The same, as JSON writes them. */
const brokenInJson = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/** Whether every text in a value can be kept as it is: one database refuses the broken ones, the other changes them silently. */
export const isStorable = (value: unknown): boolean => !brokenInJson.test(JSON.stringify(value) ?? "");

/** With a sign that shows where something cannot be shown. */
export const legible = (words: string): string => words.replace(broken, "\ufffd");

/** The first `max` at most, and no half of a character at the end. */
export const beginning = (words: string, max: number): string => words.slice(0, max).replace(/[\ud800-\udbff]$/, "");
