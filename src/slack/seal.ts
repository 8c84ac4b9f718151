import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Keeps tokens unreadable where they are kept. */
export interface Seal {
  seal(text: string, about: string): string;
  /** Undefined when it was sealed with another key, about something else, or was changed. */
  open(sealed: string, about: string): { readonly text: string; readonly withOldKey: boolean } | undefined;
}

const version = "v1.";
const nonceBytes = 12;
const tagBytes = 16;

export const newKey = (): string => randomBytes(32).toString("base64");

/**
 * AES-256-GCM with a fresh nonce each time. `about` (whose token, and which) is authenticated with it, so that a token
 * that was copied into another workspace's row is as good as none. The old key is only for reading.
 */
export function createSeal(key: string, oldKey?: string): Seal {
  const keys = [key, ...(oldKey === undefined ? [] : [oldKey])].map((each) => Buffer.from(each, "base64"));
  const [first = Buffer.alloc(0)] = keys;
  return {
    seal(text, about) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", first, nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return version + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(sealed, about) {
      const bytes = sealed.startsWith(version) ? Buffer.from(sealed.slice(version.length), "base64url") : Buffer.alloc(0);
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      for (const [at, each] of keys.entries()) {
        const text = opened(bytes, each, about);
        if (text !== undefined) return { text, withOldKey: at > 0 };
      }
      return undefined;
    },
  };
}

function opened(bytes: Buffer, key: Buffer, about: string): string | undefined {
  const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(about)).setAuthTag(tag);
  try {
    return Buffer.concat([cipher.update(bytes.subarray(nonceBytes + tagBytes)), cipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
