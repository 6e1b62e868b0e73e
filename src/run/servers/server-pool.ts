import { deferred } from "../../util/deferred.ts";
import { within } from "../../util/within.ts";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { KernelStartError } from "../errors/notebook-errors.ts";
import type { StartedKernel, StartRequest, Transport } from "../transport/transport.ts";
import { KernelUnavailableError, ServerError, ServerFullError } from "./errors.ts";
import type { NamedServer } from "./settings/from-options.ts";
import { LeftKernels } from "./kernels/left-kernels.ts";
import { isOutage } from "./outage.ts";
import { PooledServer } from "./pooled-server.ts";
import type { RemoteOptions } from "./remote-transport.ts";
import { type Attempt, isRefusal } from "./repeated-starts.ts";

// Servers that have failed are asked again after this time, then after twice as long, up to the longest.
const FIRST_LOOK_MS = 1000;
const LONGEST_LOOK_MS = 10_000;
// A notebook that waits for a place looks again after this time.
const WAIT_MS = 1000;
// A kernel that was no longer needed may still be ending.
const LAST_END_MS = 5000;

const AWAY_MS = 120_000;
/** With several servers, a run gives up sooner on one that does not run any more. */
const PATIENCE_MS = { one: { down: AWAY_MS, away: AWAY_MS }, many: { down: 20_000, away: AWAY_MS } } as const;

/** Listeners to servers that fail and return. */
export type ServerNews = {
  /** A server cannot be used, for the reason in the error. */
  readonly onFailed: (server: string, error: ServerError) => void;
  /** A server can be used again. */
  readonly onReturned: (server: string) => void;
};

/**
 * The kernels of several servers: each starts on the server with the most free places.
 *
 * @throws {ServerError} when no server can be used.
 */
export async function serverPool(
  servers: readonly NamedServer[],
  given: Omit<RemoteOptions, "patience" | "left">,
  news: ServerNews,
): Promise<Transport> {
  const left = new LeftKernels();
  const options = { ...given, patience: servers.length > 1 ? PATIENCE_MS.many : PATIENCE_MS.one, left };
  const pool = new ServerPool(
    servers.map((settings) => new PooledServer(settings, options)),
    { left, news },
  );
  await pool.look();
  return pool;
}

/** A server that has listed its kernels. */
type Known = { readonly member: PooledServer; readonly transport: Transport };

class ServerPool implements Transport {
  readonly isRemote = true;
  readonly #members: readonly PooledServer[];
  readonly #left: LeftKernels;
  readonly #news: ServerNews;
  /** The servers whose failure was reported. */
  readonly #failed = new Set<PooledServer>();
  #changed = deferred<void>();
  #next: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(members: readonly PooledServer[], { left, news }: { left: LeftKernels; news: ServerNews }) {
    this.#members = members;
    this.#left = left;
    this.#news = news;
  }

  get urls(): readonly string[] {
    return this.#members.map(({ url }) => url).toSorted();
  }

  get places(): number {
    return this.#members.reduce((sum, { places }) => sum + places, 0);
  }

  /** @throws {ServerError} the first server's error when no server can be used. */
  async look(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.look()));
    const [first] = this.#members;
    if (this.#known().length === 0 && first?.problem !== undefined) throw first.problem;
    this.#tell();
    this.#lookAgain();
  }

  async requireKernel(name: string): Promise<void> {
    await this.kernelspec(name);
  }

  /** @throws {KernelUnavailableError} when a server that has not listed its kernels yet may have it. */
  async kernelspec(name: string) {
    let missing: unknown;
    for (const { transport } of this.#known()) {
      try {
        return await transport.kernelspec(name);
      } catch (error) {
        if (!(error instanceof UnknownKernelError)) throw error;
        missing ??= error;
      }
    }
    for (const { transport, problem, url } of this.#members) {
      if (transport !== undefined || problem === undefined) continue;
      const others = this.#known().map(({ member }) => member.url);
      throw new KernelUnavailableError(name, url, others, problem);
    }
    throw missing;
  }

  async listKernels() {
    const lists = await Promise.all(this.#known().map(({ transport }) => transport.listKernels()));
    return [...new Map(lists.flat().map((kernel) => [kernel.name, kernel])).values()];
  }

  async start(request: StartRequest): Promise<StartedKernel> {
    let refusedAt: number | undefined;
    let isTold = false;
    const attempt: Attempt = { refusals: new Map(), failures: new Map() };
    for (;;) {
      const { member, transport } = await this.#take(request, attempt);
      try {
        const kernel = await transport.start(request);
        member.running += 1;
        void kernel.lost?.then(({ kind }) => (kind === "server" ? this.#check(member) : undefined));
        return { ...kernel, onEnd: () => this.#end(member, kernel) };
      } catch (error) {
        this.#free(member);
        if (error instanceof ServerFullError) {
          member.refused();
          const now = performance.now();
          // A place becomes free when a notebook of this run ends; only without one does the start have a time limit.
          refusedAt = this.#isRunning ? undefined : (refusedAt ?? now);
          if (!isTold) request.onNotice?.(`it waits for a free place (${error.message})`);
          isTold = true;
          const { startupSeconds = 0 } = request;
          if (startupSeconds > 0 && now - (refusedAt ?? now) >= startupSeconds * 1000) throw error;
        } else if (error instanceof ServerError && !this.#isClosed) {
          await this.#check(member);
          if (isRefusal(member, error, attempt)) attempt.refusals.set(member, error);
        } else throw error;
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#next);
    this.#isClosed = true;
    this.#wake();
    const ended = async (): Promise<void> => {
      while (this.#isRunning) await this.#changed.promise;
    };
    await within(LAST_END_MS, ended());
    await this.#left.close();
    for (const member of this.#members) member.close();
  }

  get #isRunning(): boolean {
    return this.#members.some(({ running }) => running > 0);
  }

  /** Asks a server that has failed: it may be back already, without the kernel. */
  async #check(member: PooledServer): Promise<void> {
    await member.look();
    this.#tell();
    this.#lookAgain();
  }

  /** Asks the servers that have failed again and again, and uses those that are back. */
  #lookAgain(pause = FIRST_LOOK_MS): void {
    clearTimeout(this.#next);
    const failed = this.#members.filter(({ problem }) => problem !== undefined);
    if (this.#isClosed || failed.length === 0) return;
    const look = async (): Promise<void> => {
      await Promise.all(failed.map((member) => member.look()));
      this.#tell();
      this.#wake();
      this.#lookAgain(Math.min(2 * pause, LONGEST_LOOK_MS));
    };
    this.#next = setTimeout(() => void look(), pause).unref();
  }

  /** Reports which servers have failed or returned since the last report. */
  #tell(): void {
    if (this.#isClosed) return;
    for (const member of this.#members) {
      const { url, problem } = member;
      if (problem === undefined) {
        if (this.#failed.delete(member)) this.#news.onReturned(url);
      } else if (!this.#failed.has(member)) {
        this.#failed.add(member);
        this.#news.onFailed(url, problem);
      }
    }
  }

  /** The servers that have listed their kernels; some may be away now. */
  #known(): Known[] {
    return this.#members.flatMap((member) => {
      const { transport } = member;
      return transport === undefined ? [] : [{ member, transport }];
    });
  }

  /**
   * Takes a place on the server with the most free ones among those with the kernel; waits until one is free, or
   * until a server with the kernel is back.
   */
  async #take({ name, onQueue, signal }: StartRequest, attempt: Attempt): Promise<Known> {
    let isWaiting = false;
    const isOver = deferred<void>();
    signal?.addEventListener("abort", () => isOver.resolve(), { once: true });
    for (;;) {
      if (this.#isClosed || signal?.aborted) throw new KernelStartError(name, "it is no longer needed");
      const having = await this.#having(name);
      if (having.length === 0) await this.kernelspec(name);
      const willing = having.filter(({ member }) => !attempt.refusals.has(member));
      const there = willing.filter(({ member }) => member.problem === undefined);
      const [best] = there.filter(({ member }) => member.free > 0).toSorted((a, b) => b.member.free - a.member.free);
      if (best !== undefined) {
        best.member.used += 1;
        if (isWaiting) onQueue?.(false);
        return best;
      }
      if (there.length === 0) this.#requireHope(willing, attempt);
      if (!isWaiting) onQueue?.(true);
      isWaiting = true;
      await within(WAIT_MS, Promise.race([this.#changed.promise, isOver.promise]));
    }
  }

  async #having(name: string): Promise<Known[]> {
    const having: Known[] = [];
    for (const one of this.#known()) if (await has(one.transport, name)) having.push(one);
    return having;
  }

  /** @throws {ServerError} when none of the servers that are away is waited for any longer. */
  #requireHope(away: readonly Known[], attempt: Attempt): void {
    const since = performance.now() - AWAY_MS;
    const isWaitedFor = ({ member: { problem, failedAt = since } }: Known): boolean =>
      problem !== undefined && isOutage(problem) && failedAt > since;
    if (away.some(isWaitedFor)) return;
    const problems = away.flatMap(({ member }) => member.problem ?? []);
    const [error] = [...problems, ...attempt.refusals.values()];
    if (error !== undefined) throw error;
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
    this.#changed.resolve();
    this.#changed = deferred();
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
