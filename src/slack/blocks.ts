import type { types } from "@slack/bolt";

/** A native chart: not among the SDK's types yet. */
export interface ChartBlock {
  readonly type: "data_visualization";
  readonly title: string;
  readonly chart: {
    readonly type: "bar";
    readonly series: readonly { readonly name: string; readonly data: readonly { readonly label: string; readonly value: number }[] }[];
    readonly axis_config: { readonly categories: readonly string[] };
  };
}

export type SlackBlock = types.KnownBlock | ChartBlock;

/** A message as Slack takes it: `text` is for notifications and screen readers. */
export interface Drawn {
  readonly text: string;
  readonly blocks: SlackBlock[];
}

/** `verbatim`: nothing in it is turned into links or mentions but what is marked as such. */
export const section = (text: string): types.SectionBlock => ({ type: "section", text: marked(text) });
export const small = (text: string): types.ContextBlock => ({ type: "context", elements: [marked(text)] });
export const marked = (text: string): types.MrkdwnElement => ({ type: "mrkdwn", text, verbatim: true });
export const plainText = (text: string): types.PlainTextElement => ({ type: "plain_text", text, emoji: false });
