import { connect, type Socket } from "node:net";
import { messageOf } from "../util/error.ts";
import { GatewayUnreachableError } from "./errors.ts";
import type { LaunchRequest } from "./launch-request.ts";

const CONNECT_LIMIT_MS = 30_000;

/**
 * Sends the sealed connection to the gateway, once.
 *
 * @throws {GatewayUnreachableError} when the gateway cannot be reached, or does not take it within 30 s.
 */
export async function sendToGateway({ host, port }: LaunchRequest["response"], sealed: string): Promise<void> {
  try {
    await send(connect({ host, port, timeout: CONNECT_LIMIT_MS }), sealed);
  } catch (cause) {
    throw new GatewayUnreachableError(`${host}:${port}`, messageOf(cause), cause);
  }
}

function send(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("timeout", () => socket.destroy(new Error(`no answer within ${CONNECT_LIMIT_MS / 1000} s`)));
    socket.once("error", reject);
    socket.once("close", () => resolve());
    // The gateway sends nothing back; reading lets its end of the connection arrive.
    socket.resume();
    socket.end(text);
  });
}
