/**
 * What somebody wrote, out of Slack's encoding: people stay as <@U1>, channels become #name, links and addresses
 * read as they were typed, and curly quotes stay.
 */
export function unescaped(text: string): string {
  return text
    .replace(/<([^<>]+)>/g, (whole, inside: string) => token(inside) ?? whole)
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");
}

function token(inside: string): string | undefined {
  const [target = "", shown = ""] = inside.split("|", 2);
  const sign = target.charAt(0);
  if (sign === "@") return `<${target}>`;
  if (sign === "#") return shown === "" ? `<${target}>` : `#${shown}`;
  if (sign === "!") return shown !== "" ? shown : target.replace(/^!(subteam|date)\^[^^]*.*$/, "$1").replace("!", "@");
  if (target.startsWith("mailto:") || target.startsWith("tel:")) return shown || target.slice(target.indexOf(":") + 1);
  return target;
}

/** "/db-risk" and "Vendor may miss UAT": one line that starts with the command's own name. */
export function commandWords(command: string, text: string, prefix: string): string {
  return `${bareCommand(command, prefix)} ${unescaped(text)}`.trim();
}

export function bareCommand(command: string, prefix: string): string {
  const name = command.replace(/^\//, "");
  return prefix !== "" && name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** What was said to the bot: without its own mention, and with or without the slash that people type by habit. */
export function saidWords(text: string, botUser: string | undefined): string {
  const mention = botUser === undefined ? undefined : new RegExp(`<@${botUser}(\\|[^>]*)?>`);
  const at = mention?.exec(text);
  const after = at ? text.slice(at.index + at[0].length).trim() : text;
  const words = at && after === "" ? text.slice(0, at.index) : after;
  return unescaped(words.replace(/^[\s:,]+/, "")).trim();
}
