import type { ServerResponse } from "node:http";

/** The answer of a route. */
export type RouteResponse = {
  readonly status: number;
  /** The content, sent as JSON unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An answer with JSON. */
export function jsonResponse(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): RouteResponse {
  return { status, body, headers };
}

/** The answer without a body for a request that was carried out. */
export const DONE: RouteResponse = { status: 204 };

// The server has no pages, so nothing that a browser is led to open here may run.
const SAFE = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "X-Content-Type-Options": "nosniff",
};

/** The headers and the body of an answer as it is sent. */
export function encoded({ body, headers }: RouteResponse): {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array | undefined;
} {
  const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
  const type = body instanceof Uint8Array ? "application/octet-stream" : "application/json";
  const about = bytes === undefined ? {} : { "Content-Type": type, "Content-Length": String(bytes.byteLength) };
  return { headers: { ...SAFE, ...about, ...headers }, bytes };
}

/** Sends an answer. */
export function send(response: ServerResponse, answer: RouteResponse): void {
  const { headers, bytes } = encoded(answer);
  response.writeHead(answer.status, headers);
  response.end(bytes);
}
