import type { Transport } from "../transport/transport.ts";
import { ServerError } from "./errors.ts";
import type { NamedServer } from "./settings/from-options.ts";
import { reachServer } from "./reach-server.ts";
import { type RemoteOptions, remoteTransport } from "./remote-transport.ts";

const FULL_MS = 5000;

/** One of the servers of a run. */
export class PooledServer {
  readonly url: string;
  readonly places: number;
  /** The number of places that are taken. */
  used = 0;
  /** The number of kernels that run. */
  running = 0;
  /** The reason that it is not used; undefined while it is. */
  problem: ServerError | undefined;
  /** The time at which it failed, in milliseconds; undefined while it is used. */
  failedAt: number | undefined;
  /** Its kernels as it last listed them, also while it cannot be used; undefined before the first time. */
  transport: Transport | undefined;
  readonly #settings: NamedServer;
  readonly #options: RemoteOptions;
  readonly #closing = new AbortController();
  #fullUntil = 0;
  #looking: Promise<void> | undefined;

  constructor(settings: NamedServer, options: RemoteOptions) {
    this.#settings = { ...settings, closing: this.#closing.signal };
    this.#options = options;
    this.url = settings.url;
    this.places = settings.places;
  }

  /** Asks the server for its kernels, and sets `transport` or `problem`. */
  async look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    await this.#looking;
  }

  /** The number of further kernels that it may be asked for now. */
  get free(): number {
    return performance.now() < this.#fullUntil ? 0 : this.places - this.used;
  }

  /** Records that the server refused a kernel: none is requested for 5 s, or until one of this run ends. */
  refused(): void {
    this.#fullUntil = performance.now() + FULL_MS;
  }

  /** Records the end of a kernel. */
  ended(): void {
    this.running -= 1;
    this.#fullUntil = 0;
  }

  /** Gives up all requests that are not answered. */
  close(): void {
    this.#closing.abort();
  }

  async #look(): Promise<void> {
    try {
      this.transport = await remoteTransport(await reachServer(this.#settings, this.#options.wait), this.#options);
      this.problem = undefined;
      this.failedAt = undefined;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.problem = error;
      this.failedAt ??= performance.now();
    }
  }
}
