import { createPublicKey, type KeyObject } from "node:crypto";
import { LAST_PORT, type PortRange } from "../jupyter/free-ports.ts";
import { messageOf } from "../util/error.ts";
import { LaunchRequestError, PortRangeError } from "./errors.ts";

/** A request of Enterprise Gateway to its launcher. */
export type LaunchRequest = {
  readonly kernelId: string;
  /** The ports that the kernel may use; any when undefined. */
  readonly ports: PortRange | undefined;
  /** The address at which the gateway waits for the kernel's connection. */
  readonly response: { readonly host: string; readonly port: number };
  /** The gateway's public RSA key; only the gateway can decrypt with its private key. */
  readonly publicKey: KeyObject;
};

/** The launcher's options as given on the command line. */
export type LaunchOptions = {
  readonly kernelId?: string | undefined;
  readonly portRange?: string | undefined;
  readonly responseAddress?: string | undefined;
  readonly publicKey?: string | undefined;
};

const DEFAULT_LEAST_PORTS = 1000;
const FIRST_USER_PORT = 1024;

/**
 * Reads a gateway's request from its options, or else from the environment variables of its containers.
 *
 * @throws {LaunchRequestError} when a part is missing or malformed.
 * @throws {PortRangeError} when the range is malformed, or narrower than `EG_MIN_PORT_RANGE_SIZE` (1,000).
 */
export function parseLaunchRequest(options: LaunchOptions, env: NodeJS.ProcessEnv): LaunchRequest {
  const kernelId = options.kernelId ?? env["KERNEL_ID"];
  if (!kernelId) throw new LaunchRequestError("kernel-id", ["KERNEL_ID"], "the kernel's id is missing");
  const range = options.portRange ?? env["PORT_RANGE"] ?? env["EG_PORT_RANGE"] ?? "0..0";
  const least = Number(env["EG_MIN_PORT_RANGE_SIZE"] ?? DEFAULT_LEAST_PORTS);
  return {
    kernelId,
    ports: portsOf(range, Number.isInteger(least) ? least : DEFAULT_LEAST_PORTS),
    response: addressOf(options.responseAddress ?? env["RESPONSE_ADDRESS"] ?? env["EG_RESPONSE_ADDRESS"]),
    publicKey: keyOf(options.publicKey ?? env["PUBLIC_KEY"] ?? env["EG_PUBLIC_KEY"]),
  };
}

function portsOf(range: string, least: number): PortRange | undefined {
  const [, one, other] = /^\s*(\d{1,5})\.\.(\d{1,5})\s*$/.exec(range) ?? [];
  if (one === undefined || other === undefined) throw new PortRangeError(range, "it is not FIRST..LAST", least);
  const [first, last] = [Number(one), Number(other)];
  if (first === 0 && last === 0) return undefined;
  if (first < FIRST_USER_PORT || last > LAST_PORT) {
    throw new PortRangeError(range, `ports lie between ${FIRST_USER_PORT} and ${LAST_PORT}`, least);
  }
  // The gateway, too, takes the distance between the two for the size of the range.
  if (last - first < least) throw new PortRangeError(range, "it is too narrow", least);
  return { first, last };
}

function addressOf(address: string | undefined): LaunchRequest["response"] {
  if (!address) throw wrongAddress("the address that waits for the answer is missing");
  const [, host, digits] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(address) ?? [];
  const port = Number(digits);
  if (host === undefined || !(port > 0 && port <= LAST_PORT)) throw wrongAddress(`"${address}" is not HOST:PORT`);
  return { host, port };
}

function keyOf(body: string | undefined): KeyObject {
  if (!body) throw wrongKey("the gateway's public key is missing");
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(body, "base64"), format: "der", type: "spki" });
  } catch (error) {
    throw wrongKey(`the gateway's public key cannot be read (${messageOf(error)})`);
  }
  if (key.asymmetricKeyType !== "rsa") throw wrongKey(`the gateway's public key is of type ${key.asymmetricKeyType}`);
  return key;
}

function wrongAddress(got: string): LaunchRequestError {
  return new LaunchRequestError("response-address", ["RESPONSE_ADDRESS", "EG_RESPONSE_ADDRESS"], got);
}

function wrongKey(got: string): LaunchRequestError {
  return new LaunchRequestError("public-key", ["PUBLIC_KEY", "EG_PUBLIC_KEY"], got);
}
