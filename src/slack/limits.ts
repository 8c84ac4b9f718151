/** What Slack takes at most (docs.slack.dev, Block Kit reference). Everything longer is cut where it shows. */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  messageText: 12_000, // all block text of a message together, else msg_blocks_too_long
  fallbackText: 3000,
  text: 3000,
  small: 2000,
  header: 150,
  fields: 10,
  fieldText: 2000,
  buttons: 25,
  buttonText: 75,
  buttonValue: 2000,
  confirmTitle: 100,
  confirmText: 300,
  option: 75,
  options: 100,
  radios: 10,
  placeholder: 150,
  label: 2000,
  hint: 2000,
  input: 3000,
  viewTitle: 24,
  metadata: 3000,
  id: 255,
  tableRows: 100,
  tableColumns: 20,
  tableText: 10_000,
  chartTitle: 50,
  chartLabel: 20,
  chartPoints: 20,
  charts: 2,
  url: 2000,
} as const;

/** At most `max` long; what was cut shows as "…". */
export function cut(words: string, max: number): string {
  if (words.length <= max) return words;
  const end = /[\ud800-\udbff]/.test(words.charAt(max - 2)) ? max - 2 : max - 1;
  return `${words.slice(0, end)}…`;
}
