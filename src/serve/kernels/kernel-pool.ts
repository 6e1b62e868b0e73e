import { isKernelName, type Kernelspec } from "../../jupyter/kernelspec.ts";
import { UnknownKernelError } from "../../jupyter/kernelspec.ts";
import { localKernelspec } from "../../run/transport/local-kernelspecs.ts";
import { TsnbError, messageOf } from "../../util/error.ts";
import { RequestError } from "../http/request-error.ts";
import { ServedKernel } from "./served-kernel.ts";

export type PoolOptions = {
  /** The most kernels that may run at once. */
  readonly maxKernels: number;
  /** The seconds after which a kernel without a client and without work ends; never when undefined. */
  readonly cullIdle?: number | undefined;
  /** The kernel for requests that name none. */
  readonly defaultKernel: string;
};

export type StartKernelRequest = {
  readonly name?: string | undefined;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
};

/** The kernels that run on the server. */
export class KernelPool {
  readonly options: PoolOptions;
  readonly #kernels = new Map<string, ServedKernel>();
  readonly #culling = new Map<string, NodeJS.Timeout>();
  #starting = 0;
  #isClosed = false;
  #onGone: (id: string) => void = () => {};

  constructor(options: PoolOptions) {
    this.options = options;
  }

  /** Sets the function that is called with the id of each kernel that is shut down. */
  onGone(listener: (id: string) => void): void {
    this.#onGone = listener;
  }

  list(): readonly ServedKernel[] {
    return [...this.#kernels.values()];
  }

  /** @throws {RequestError} when there is none with that id. */
  get(id: string): ServedKernel {
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) throw new RequestError(404, `Kernel does not exist: ${id}`);
    return kernel;
  }

  /** @throws {RequestError} when there are too many, or the kernel of that name cannot be started. */
  async start({ name, cwd, env }: StartKernelRequest): Promise<ServedKernel> {
    if (this.#isClosed) throw new RequestError(503, "The server is shutting down");
    this.#requirePlace();
    this.#starting += 1;
    try {
      const spec = await specOf(name ?? this.options.defaultKernel);
      const kernel = await started(spec, { cwd, env });
      this.#kernels.set(kernel.id, kernel);
      this.#cullWhenIdle(kernel);
      if (this.#isClosed) await this.shutdown(kernel.id);
      return kernel;
    } finally {
      this.#starting -= 1;
    }
  }

  /**
   * Restarts a kernel.
   *
   * @throws {RequestError} when there is none with that id, or it is dead and its place is taken.
   */
  async restart(id: string): Promise<ServedKernel> {
    const kernel = this.get(id);
    if (kernel.isDead) this.#requirePlace();
    await kernel.restart();
    return kernel;
  }

  /** Ends a kernel; resolves when its process is gone. */
  async shutdown(id: string): Promise<void> {
    const kernel = this.get(id);
    this.#kernels.delete(id);
    clearTimeout(this.#culling.get(id));
    this.#culling.delete(id);
    this.#onGone(id);
    await kernel.shutdown();
  }

  /** Ends all kernels, and refuses to start others. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#kernels.keys()].map((id) => this.shutdown(id)));
  }

  #requirePlace(): void {
    const { maxKernels } = this.options;
    const running = this.list().filter(({ isDead }) => !isDead).length;
    if (running + this.#starting < maxKernels) return;
    const message = `${maxKernels} kernels are running, the most that this server allows; shut one down, or start the server with a larger --max-kernels`;
    throw new RequestError(429, message);
  }

  #cullWhenIdle(kernel: ServedKernel): void {
    const { cullIdle } = this.options;
    if (cullIdle === undefined) return;
    const timer = setTimeout(() => {
      if (kernel.isIdle) void this.shutdown(kernel.id);
      else timer.refresh();
    }, cullIdle * 1000);
    this.#culling.set(kernel.id, timer);
    kernel.watch(() => timer.refresh());
  }
}

async function specOf(name: string): Promise<Kernelspec> {
  try {
    if (isKernelName(name)) return await localKernelspec(name);
  } catch (error) {
    if (!(error instanceof TsnbError)) throw error;
    throw new RequestError(error instanceof UnknownKernelError ? 404 : 500, error.message);
  }
  throw new RequestError(400, `"${name}" cannot be the name of a kernel`);
}

async function started(spec: Kernelspec, place: { cwd: string; env: NodeJS.ProcessEnv }): Promise<ServedKernel> {
  try {
    return await ServedKernel.start(spec, place);
  } catch (error) {
    throw new RequestError(500, `The kernel "${spec.name}" cannot be started: ${messageOf(error)}`);
  }
}
