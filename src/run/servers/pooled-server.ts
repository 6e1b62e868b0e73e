import type { Transport } from "../transport/transport.ts";
import { ServerError } from "./errors.ts";
import type { NamedServer } from "./from-options.ts";
import { reachServer } from "./reach-server.ts";
import { type RemoteOptions, remoteTransport } from "./remote-transport.ts";

const FULL_MS = 5000;

/** One of the servers of a run. */
export class PooledServer {
  readonly places: number;
  /** How many places are taken. */
  used = 0;
  /** How many kernels run. */
  running = 0;
  /** Why it is not used; undefined while it is. */
  problem: ServerError | undefined;
  transport: Transport | undefined;
  readonly #settings: NamedServer;
  readonly #options: RemoteOptions;
  #fullUntil = 0;
  #looking: Promise<void> | undefined;

  constructor(settings: NamedServer, options: RemoteOptions) {
    this.#settings = settings;
    this.#options = options;
    this.places = settings.places;
  }

  /** Asks the server for its kernels, and notes what is wrong. */
  async look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  /** How many more kernels it may be asked for now. */
  get free(): number {
    return performance.now() < this.#fullUntil ? 0 : this.places - this.used;
  }

  /** The server has refused a kernel: other people's may end, or one of this run. */
  refused(): void {
    this.#fullUntil = performance.now() + FULL_MS;
  }

  /** A kernel has ended. */
  ended(): void {
    this.running -= 1;
    this.#fullUntil = 0;
  }

  async #look(): Promise<void> {
    try {
      this.transport = await remoteTransport(await reachServer(this.#settings, this.#options.wait), this.#options);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.problem = error;
    }
  }
}
