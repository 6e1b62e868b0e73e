import http from "node:http";
import https from "node:https";

/** A request over HTTP. */
export type HttpRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly agent: http.Agent;
  /** The longest silence of the server, in milliseconds; 0 for no limit. */
  readonly silence: number;
  readonly signal?: AbortSignal | undefined;
};

/** The whole answer to a request. */
export type HttpResponse = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
};

const HANDSHAKE_MS = 10_000;

/** The server accepted the connection but did not complete the TLS handshake. */
class HandshakeError extends Error {
  readonly code = "EPROTO";

  constructor() {
    super(`no TLS handshake within ${HANDSHAKE_MS / 1000} s`);
  }
}

/** The server accepted a request and then sent nothing. */
class SilenceError extends Error {
  readonly code = "ETIMEDOUT";

  constructor(milliseconds: number) {
    super(`it did not answer within ${milliseconds / 1000} s`);
  }
}

/**
 * Sends a request and reads the whole answer. It does not follow redirects. Unlike `fetch`, it takes the agent that
 * WebSockets need for certificates and proxies.
 *
 * @throws the network's error when no answer comes.
 */
export function httpRequest(
  url: string,
  { method, headers, body, agent, silence, signal }: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith("https:") ? https : http;
    const sent = request(url, { method, headers, agent, timeout: silence, ...(signal && { signal }) });
    sent.on("timeout", () => sent.destroy(new SilenceError(silence)));
    sent.on("error", reject);
    if (url.startsWith("https:")) {
      sent.on("socket", (socket) => {
        if (!socket.connecting) return;
        const late = setTimeout(() => sent.destroy(new HandshakeError()), HANDSHAKE_MS);
        socket.once("secureConnect", () => clearTimeout(late));
        socket.once("close", () => clearTimeout(late));
      });
    }
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.end(body);
  });
}
