import { deferred } from "../../util/deferred.ts";
import { within } from "../../util/within.ts";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import type { StartedKernel, StartRequest, Transport } from "../transport/transport.ts";
import { ServerError, ServerFullError } from "./errors.ts";
import type { NamedServer } from "./from-options.ts";
import { LeftKernels } from "./left-kernels.ts";
import { PooledServer } from "./pooled-server.ts";
import type { RemoteOptions } from "./remote-transport.ts";

const LOOK_AGAIN_MS = 10_000;
// A notebook that waits for a place looks again after this time.
const WAIT_MS = 1000;

/** With several servers, a run gives up sooner on one that does not run any more. */
const PATIENCE_MS = { one: { down: 120_000, away: 120_000 }, many: { down: 20_000, away: 120_000 } } as const;

/**
 * The kernels of several servers: each starts on the server with the most free places.
 *
 * @throws {ServerError} when no server can be used.
 */
export async function serverPool(
  servers: readonly NamedServer[],
  given: Omit<RemoteOptions, "patience" | "left">,
): Promise<Transport> {
  const left = new LeftKernels();
  const options = { ...given, patience: servers.length > 1 ? PATIENCE_MS.many : PATIENCE_MS.one, left };
  const pool = new ServerPool(
    servers.map((settings) => new PooledServer(settings, options)),
    left,
  );
  await pool.look();
  return pool;
}

type Usable = { readonly member: PooledServer; readonly transport: Transport };

class ServerPool implements Transport {
  readonly isRemote = true;
  readonly #members: readonly PooledServer[];
  readonly #left: LeftKernels;
  #freed = deferred<void>();
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(members: readonly PooledServer[], left: LeftKernels) {
    this.#members = members;
    this.#left = left;
  }

  get places(): number {
    return this.#members.reduce((sum, { places }) => sum + places, 0);
  }

  /** @throws {ServerError} the first server's error when no server can be used. */
  async look(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.look()));
    const [first] = this.#members;
    if (this.#usable().length === 0 && first?.problem !== undefined) throw first.problem;
  }

  async requireKernel(name: string): Promise<void> {
    await this.kernelspec(name);
  }

  async kernelspec(name: string) {
    let missing: unknown;
    for (const { transport } of this.#usable()) {
      try {
        return await transport.kernelspec(name);
      } catch (error) {
        if (!(error instanceof UnknownKernelError)) throw error;
        missing ??= error;
      }
    }
    throw missing ?? this.#members[0]?.problem;
  }

  async listKernels() {
    const lists = await Promise.all(this.#usable().map(({ transport }) => transport.listKernels()));
    return [...new Map(lists.flat().map((kernel) => [kernel.name, kernel])).values()];
  }

  async start(request: StartRequest): Promise<StartedKernel> {
    let refusedAt: number | undefined;
    let isTold = false;
    for (;;) {
      const { member, transport } = await this.#take(request);
      try {
        const kernel = await transport.start(request);
        member.running += 1;
        void kernel.lost?.then(({ kind }) => (kind === "server" ? this.#fail(member) : undefined));
        return { ...kernel, onEnd: () => this.#end(member, kernel) };
      } catch (error) {
        this.#free(member);
        if (error instanceof ServerFullError) {
          member.refused();
          const now = performance.now();
          // A place becomes free when a notebook of this run ends; only without one does the start have a time limit.
          refusedAt = this.#isRunning ? undefined : (refusedAt ?? now);
          if (!isTold) request.onNotice?.(`it waits for a place (${error.message})`);
          isTold = true;
          const { startupSeconds = 0 } = request;
          if (startupSeconds > 0 && now - (refusedAt ?? now) >= startupSeconds * 1000) throw error;
        } else if (error instanceof ServerError) {
          member.problem = error;
          if (this.#usable().length === 0) throw error;
          this.#lookAgain();
        } else throw error;
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#next);
    this.#isClosed = true;
    await this.#left.close();
  }

  get #isRunning(): boolean {
    return this.#members.some(({ running }) => running > 0);
  }

  /** Asks a server that has failed: it may be back already, without the kernel. */
  async #fail(member: PooledServer): Promise<void> {
    await member.look();
    this.#lookAgain();
  }

  /** Asks the servers that have failed every 10 s, and uses those that are back. */
  #lookAgain(): void {
    clearTimeout(this.#next);
    const failed = this.#members.filter(({ problem }) => problem !== undefined);
    if (this.#isClosed || failed.length === 0) return;
    const look = async (): Promise<void> => {
      await Promise.all(failed.map((member) => member.look()));
      this.#wake();
      this.#lookAgain();
    };
    this.#next = setTimeout(() => void look(), LOOK_AGAIN_MS).unref();
  }

  #usable(): Usable[] {
    return this.#members.flatMap((member) => {
      const { transport, problem } = member;
      return transport === undefined || problem !== undefined ? [] : [{ member, transport }];
    });
  }

  /** Takes a place on the server with the most free ones among those with the kernel; waits until one is free. */
  async #take({ name, onQueue }: StartRequest): Promise<Usable> {
    let isWaiting = false;
    for (;;) {
      if (this.#usable().length === 0) await this.look();
      const having: Usable[] = [];
      for (const one of this.#usable()) if (await has(one.transport, name)) having.push(one);
      if (having.length === 0) await this.kernelspec(name);
      const [best] = having.filter(({ member }) => member.free > 0).toSorted((a, b) => b.member.free - a.member.free);
      if (best !== undefined) {
        best.member.used += 1;
        if (isWaiting) onQueue?.(false);
        return best;
      }
      if (!isWaiting) onQueue?.(true);
      isWaiting = true;
      await within(WAIT_MS, this.#freed.promise);
    }
  }

  async #end(member: PooledServer, kernel: StartedKernel): Promise<void> {
    try {
      await kernel.onEnd?.();
    } finally {
      member.ended();
      this.#free(member);
    }
  }

  #free(member: PooledServer): void {
    member.used -= 1;
    this.#wake();
  }

  #wake(): void {
    this.#freed.resolve();
    this.#freed = deferred();
  }
}

async function has(transport: Transport, name: string): Promise<boolean> {
  try {
    await transport.requireKernel(name);
    return true;
  } catch (error) {
    if (error instanceof UnknownKernelError) return false;
    throw error;
  }
}
