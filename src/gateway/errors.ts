import { TsnbError } from "../util/error.ts";

/** An argument of the launcher is missing or malformed. */
export class LaunchRequestError extends TsnbError {
  override readonly name = "LaunchRequestError";

  constructor(option: string, variables: readonly string[], got: string) {
    const places = [`--RemoteProcessProxy.${option}`, ...variables].join(" or ");
    const fix = `Enterprise Gateway passes it as ${places}; to start a kernel by hand, use \`tsnb run\` or Jupyter`;
    super({ doing: "Reading the gateway's request", got, fix });
  }
}

/** A range of ports that is malformed or too narrow. */
export class PortRangeError extends TsnbError {
  override readonly name = "PortRangeError";

  constructor(range: string, got: string, least: number) {
    const fix = `Give FIRST..LAST with at least ${least} ports between 1024 and 65535, or 0..0 for any`;
    super({ doing: `Choosing ports for the kernel from ${range}`, got, fix });
  }
}

/** The kernel ended before it listened. */
export class KernelNotListeningError extends TsnbError {
  override readonly name = "KernelNotListeningError";

  constructor(got: string) {
    const fix = "Read its output above; `tsnb doctor` checks the installation";
    super({ doing: "Starting the kernel for the gateway", got, fix });
  }
}

/** The kernel's connection could not be sent to the gateway. */
export class GatewayUnreachableError extends TsnbError {
  override readonly name = "GatewayUnreachableError";

  constructor(address: string, got: string, cause: unknown) {
    const fix = "Check that the kernel's machine reaches that address and port; the kernel was ended";
    super({ doing: `Telling the gateway at ${address} where to reach the kernel`, got, fix }, { cause });
  }
}
