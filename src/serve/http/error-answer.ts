import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type RouteResponse, encoded, jsonResponse } from "./answer.ts";
import { RequestError } from "./request-error.ts";

/**
 * The answer to a request that failed.
 *
 * @param onFault called with an error that is a fault of the server itself.
 */
export function errorAnswer(error: unknown, onFault: (error: unknown) => void): RouteResponse {
  if (error instanceof RequestError) {
    return jsonResponse({ message: error.message, reason: error.reason }, error.status);
  }
  onFault(error);
  return jsonResponse({ message: "The server failed; its output says why", reason: null }, 500);
}

/** Answers a request for a WebSocket with an error, and ends the connection. */
export function refuseUpgrade(socket: Duplex, answer: RouteResponse): void {
  const { headers, bytes } = encoded(answer);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}`,
    ...Object.entries({ ...headers, Connection: "close" }).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.on("error", () => {});
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.end(bytes);
}
