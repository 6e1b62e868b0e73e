import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";
import { messageOf, TsnbError } from "../util/error.ts";

/** The ports from `first` to `last`, both included. */
export type PortRange = { readonly first: number; readonly last: number };

/** The address of this machine on which to look for ports, and their range (default: 20000 to 32767, else any port). */
export type PortPlace = { readonly ip: string; readonly range?: PortRange | undefined };

export const LAST_PORT = 65_535;

/** No port of an address can be opened. */
export class NoFreePortError extends TsnbError {
  override readonly name = "NoFreePortError";

  constructor({ ip, range }: PortPlace, cause: unknown) {
    const where = range === undefined ? ip : `${ip} from ${range.first} to ${range.last}`;
    const fix =
      range === undefined
        ? "Check that the address belongs to this machine, and end programs that hold ports"
        : "Allow a wider range, or end programs that hold its ports";
    super({ doing: `Looking for a free port of ${where}`, got: messageOf(cause), fix }, { cause });
  }
}

const LOOPBACK: PortPlace = { ip: "127.0.0.1" };
const TRIES_PER_PORT = 64;
// Systems give higher ports to outgoing connections, which could take one before a kernel listens on it.
const USUAL: PortRange = { first: 20_000, last: 32_767 };

/**
 * Different ports that no program listens on at the moment.
 *
 * @throws {NoFreePortError} when none can be opened there.
 */
export async function freePorts(count: number, place: PortPlace = LOOPBACK): Promise<number[]> {
  const servers: Server[] = [];
  try {
    // All ports are held open until the last is known: a port freed early is handed out again at once.
    while (servers.length < count) servers.push(await openAny(place));
    return servers.map(portOf);
  } catch (cause) {
    throw new NoFreePortError(place, cause);
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function openAny({ ip, range }: PortPlace): Promise<Server> {
  return range === undefined ? openWithin(USUAL, ip).catch(() => open(0, ip)) : openWithin(range, ip);
}

async function openWithin(range: PortRange, ip: string): Promise<Server> {
  let failure: unknown;
  for (let attempt = 0; attempt < TRIES_PER_PORT; attempt++) {
    try {
      return await open(randomInt(range.first, range.last + 1), ip);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function open(port: number, ip: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, ip, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
