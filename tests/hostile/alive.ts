/** What in a thing drawn for a chat would do more than be read, by the rules of that chat. */
type Json = { readonly [name: string]: unknown };
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function partsOf(drawn: unknown): readonly Json[] {
  if (Array.isArray(drawn)) return drawn.flatMap(partsOf);
  return isJson(drawn) ? [drawn, ...Object.values(drawn).flatMap(partsOf)] : [];
}

/** Everything between < and > in mrkdwn, formatting that is not ours, and texts in which Slack itself would look for links. */
export function aliveOnSlack(drawn: unknown): readonly string[] {
  return partsOf(drawn).flatMap((part) => {
    const { type, text, verbatim, url } = part;
    const links = typeof url === "string" && type === "link" ? [url] : [];
    if (type !== "mrkdwn" || typeof text !== "string") return links;
    const commands = (text.match(/<[^>]*>/g) ?? []).filter((command) => !/^<@U0(?!EVIL)[A-Z]+>$/.test(command));
    const outside = text.replace(/<[^>]*>/g, "").replace(/^> /gm, "");
    const marks = outside.match(/[<>]|&(?!amp;|lt;|gt;)|(?<!```)`(?!``)|~|_(?=evil)/g) ?? [];
    return [...links, ...commands, ...marks, ...(verbatim === true ? [] : ["not verbatim"])];
  });
}

/** The texts of a card that its renderer reads as Markdown, and whom it mentions. */
export function aliveOnTeams(drawn: unknown): readonly string[] {
  return partsOf(drawn).flatMap((part) => {
    const texts = [
      part["type"] === "TextBlock" ? part["text"] : undefined,
      ...("title" in part && "value" in part ? [part["title"], part["value"]] : []),
    ];
    const mentioned = isJson(part["mentioned"]) && String(part["text"]).includes("Evil") ? [String(part["text"])] : [];
    const markdown = part["type"] === "TextBlock" || !("type" in part) ? texts.filter((text) => typeof text === "string") : [];
    return [...mentioned, ...markdown.flatMap(marksIn)];
  });
}

function marksIn(markdown: string): readonly string[] {
  const bare = markdown.replace(/\\[\\*_`~[\]\-+#>=|.)!]/g, "").replace(/\*\*[^*\n]+\*\*/g, (strong) => strong.slice(2, -2));
  return bare.match(/[*_`~[\]]|\{\{|<(?!\/?at>)[a-z/!?@]|<at>Evil|^(?:[-+#>=|]|\d+[.)](?:\s|$))/gim) ?? [];
}
