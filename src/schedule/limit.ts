import { callWithinMs, SendFailure } from "../ports/messenger.ts";

/** What a platform asks for beyond that counts as this: a moment further off was written by a clock that was fast. */
export const longestPauseMs = 3_600_000;

/** One call of a platform that may never come back: after the limit, whether it did anything is not known. */
export async function within<T>(call: Promise<T>, limitMs = callWithinMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SendFailure("unsure", `no answer within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
