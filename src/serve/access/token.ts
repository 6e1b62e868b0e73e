import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** True when a request carries the token: in its Authorization header, or as `?token=` in its address. */
export function carriesToken(request: IncomingMessage, query: URLSearchParams, token: string): boolean {
  const [, given] = /^(?:token|bearer)\s+(\S+)\s*$/i.exec(request.headers.authorization ?? "") ?? [];
  return [given, query.get("token")].some((text) => typeof text === "string" && isSame(text, token));
}

// Digests have the same length whatever the guess.
function isSame(guess: string, token: string): boolean {
  return timingSafeEqual(digest(guess), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
