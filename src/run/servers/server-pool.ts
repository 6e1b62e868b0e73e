import { deferred } from "../../util/deferred.ts";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import type { StartedKernel, StartRequest, Transport } from "../transport/transport.ts";
import { ServerError } from "./errors.ts";
import type { NamedServer } from "./from-options.ts";
import { type RemoteOptions, remoteTransport } from "./remote-transport.ts";
import { reachServer } from "./reach-server.ts";

/** How long a server may be away: where there is another one, that goes on sooner. */
const PATIENCE_MS = { one: 120_000, many: 20_000 } as const;

/** One of the servers of a run. */
class Member {
  readonly places: number;
  used = 0;
  /** Why it is not used; undefined while it is. */
  problem: ServerError | undefined;
  transport: Transport | undefined;

  readonly #settings: NamedServer;
  readonly #options: RemoteOptions;
  #looking: Promise<void> | undefined;

  constructor(settings: NamedServer, options: RemoteOptions) {
    this.#settings = settings;
    this.#options = options;
    this.places = settings.places;
  }

  /** Asks the server for its kernels, and notes what is wrong; once for all who ask meanwhile. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    try {
      this.transport = await remoteTransport(await reachServer(this.#settings), this.#options);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      this.problem = error;
    }
  }
}

/**
 * The kernels of several servers: each starts where most places are free.
 *
 * @throws {ServerError} when no server can be used.
 */
export async function serverPool(
  servers: readonly NamedServer[],
  given: Omit<RemoteOptions, "patience">,
): Promise<Transport> {
  const options = { ...given, patience: servers.length > 1 ? PATIENCE_MS.many : PATIENCE_MS.one };
  const pool = new ServerPool(servers.map((settings) => new Member(settings, options)));
  await pool.look();
  return pool;
}

class ServerPool implements Transport {
  readonly isRemote = true;
  readonly #members: readonly Member[];
  #freed = deferred<void>();

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  get places(): number {
    return this.#members.reduce((sum, { places }) => sum + places, 0);
  }

  /** @throws {ServerError} that of the first server when none can be used. */
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
    for (;;) {
      const member = await this.#take(request.name);
      try {
        const kernel = await member.transport.start(request);
        // It may be back already, without the kernel.
        void kernel.lost?.then(({ kind }) => (kind === "server" ? member.member.look() : undefined));
        return { ...kernel, onEnd: () => this.#end(member.member, kernel) };
      } catch (error) {
        this.#free(member.member);
        if (!(error instanceof ServerError)) throw error;
        member.member.problem = error;
        if (this.#usable().length === 0) throw error;
      }
    }
  }

  #usable(): { readonly member: Member; readonly transport: Transport }[] {
    return this.#members.flatMap((member) => {
      const { transport, problem } = member;
      return transport === undefined || problem !== undefined ? [] : [{ member, transport }];
    });
  }

  /** Takes a place on the server with the most free ones that has the kernel; waits until one is free. */
  async #take(name: string): Promise<{ readonly member: Member; readonly transport: Transport }> {
    for (;;) {
      if (this.#usable().length === 0) await this.look();
      const having: { readonly member: Member; readonly transport: Transport }[] = [];
      for (const one of this.#usable()) if (await has(one.transport, name)) having.push(one);
      if (having.length === 0) await this.kernelspec(name);
      const free = having.filter(({ member }) => member.used < member.places);
      const [best] = free.toSorted((a, b) => b.member.places - b.member.used - (a.member.places - a.member.used));
      if (best !== undefined) {
        best.member.used += 1;
        return best;
      }
      await this.#freed.promise;
    }
  }

  async #end(member: Member, kernel: StartedKernel): Promise<void> {
    try {
      await kernel.onEnd?.();
    } finally {
      this.#free(member);
    }
  }

  #free(member: Member): void {
    member.used -= 1;
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
