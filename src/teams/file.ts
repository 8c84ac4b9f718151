import type { Reply } from "../chat/reply.ts";
import { callWithinMs, SendFailure } from "../ports/messenger.ts";
import { type Cloud, takesFiles } from "./cloud.ts";
import { failureOf, networkFailure } from "./failures.ts";
import type { Activity } from "./message.ts";
import type { Asked } from "./payload.ts";

type File = Extract<Reply, { kind: "file" }>;

/**
 * A bot may put a file into somebody's OneDrive once they agree, in the 1:1 chat only. The card carries what was asked,
 * not the content: it is asked again on agreement, so that nothing is kept and rights are checked as they then are.
 */
export function consentTo({ name, content }: File, asked: Asked): Activity {
  const card = {
    description: "Put into your OneDrive when you allow it.",
    sizeInBytes: Buffer.byteLength(content),
    acceptContext: { drumbeat: asked },
    declineContext: {},
  };
  return { type: "message", attachments: [{ contentType: "application/vnd.microsoft.teams.card.file.consent", name, content: card }] };
}

export async function upload({ content }: File, url: string, cloud: Cloud): Promise<void> {
  if (!takesFiles(url, cloud)) throw new SendFailure("refused", "the place named for the file is not one of Microsoft's");
  const bytes = Buffer.from(content);
  const response = await fetch(url, {
    method: "PUT",
    headers: { "content-range": `bytes 0-${bytes.length - 1}/${bytes.length}` },
    body: bytes,
    signal: AbortSignal.timeout(callWithinMs),
    redirect: "error",
  }).catch((error: unknown) => {
    throw networkFailure(error);
  });
  if (!response.ok) throw failureOf(response.status, null, await response.text());
}
