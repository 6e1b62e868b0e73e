import { type Kernel, KernelManager, type KernelMessage, ServerConnection } from "@jupyterlab/services";
import { muteClientLog } from "../../../src/run/execute/session/client-log.ts";
import { type JupyterServer, type ServerOptions, startJupyterLab } from "./jupyter-server.ts";

type Output = readonly [type: string, content: object];

/** A cell that has ended. */
export type Run = {
  readonly reply: KernelMessage.IExecuteReplyMsg["content"];
  /** The types and contents of the messages on IOPub, without status and execute_input. */
  readonly outputs: readonly Output[];
  readonly stdout: string;
  readonly stderr: string;
  /** The MIME bundle of the result; undefined without a result. */
  readonly result: unknown;
};

/** A cell that runs. */
export type Running = {
  readonly future: Kernel.IShellFuture<KernelMessage.IExecuteRequestMsg, KernelMessage.IExecuteReplyMsg>;
  readonly done: Promise<Run>;
  /** Resolves when an output fits; with `lasting`, also one that comes after the end of the cell. */
  readonly until: (fits: (output: Output) => boolean) => Promise<void>;
};

type Request = Partial<KernelMessage.IExecuteRequestMsg["content"]> & { readonly lasting?: boolean };

/** tsnb's kernel behind a Jupyter server, with JupyterLab's own client. */
export class ServedKernel {
  readonly server: JupyterServer;
  readonly manager: KernelManager;
  readonly kernel: Kernel.IKernelConnection;
  readonly #unmute: () => void;

  static async start(venv: string, options: ServerOptions = {}): Promise<ServedKernel> {
    const unmute = muteClientLog();
    const unlimited = "--ZMQChannelsWebsocketConnection.limit_rate=False";
    const server = await startJupyterLab(venv, { ...options, args: [unlimited, ...(options.args ?? [])] });
    const settings = { baseUrl: server.url, token: server.token, appendToken: true };
    const manager = new KernelManager({ serverSettings: ServerConnection.makeSettings(settings) });
    await manager.ready;
    return new ServedKernel(server, manager, await manager.startNew({ name: "tsnb" }), unmute);
  }

  private constructor(
    server: JupyterServer,
    manager: KernelManager,
    kernel: Kernel.IKernelConnection,
    unmute: () => void,
  ) {
    this.server = server;
    this.manager = manager;
    this.kernel = kernel;
    this.#unmute = unmute;
  }

  begin(code: string, { lasting = false, ...request }: Request = {}): Running {
    const future = this.kernel.requestExecute({ code, ...request }, !lasting);
    const outputs: Output[] = [];
    const listeners = new Set<() => void>();
    future.onIOPub = ({ header, content }) => {
      if (!["status", "execute_input"].includes(header.msg_type)) outputs.push([header.msg_type, content]);
      for (const listener of listeners) listener();
    };
    const done = future.done.then(({ content }): Run => runOf(content, outputs));
    // A test that fails before it looks at this cell reports its own failure.
    done.catch(() => {});
    const until = (fits: (output: Output) => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!outputs.some(fits)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      });
    return { future, done, until };
  }

  /** Begins a cell and resolves once it has printed something. */
  async running(code: string): Promise<Running> {
    const cell = this.begin(`console.log("on"); ${code}`);
    await cell.until(([type]) => type === "stream");
    return cell;
  }

  execute(code: string, request: Request = {}): Promise<Run> {
    return this.begin(code, request).done;
  }

  /** Runs cells and resolves to the MIME bundle of the last one's result; throws if a cell fails. */
  async result(...cells: readonly string[]): Promise<unknown> {
    let result: unknown;
    for (const code of cells) {
      const run = await this.execute(code);
      if (run.reply.status !== "ok") throw new Error(`${code} failed: ${JSON.stringify(run.reply)}`);
      result = run.result;
    }
    return result;
  }

  async stop(): Promise<void> {
    if (!this.kernel.isDisposed) await this.kernel.shutdown();
    this.manager.dispose();
    await this.server.stop();
    this.#unmute();
  }

  /** Kills the server, as in a crash: it cannot shut the kernel down. */
  async crash(): Promise<void> {
    this.kernel.dispose();
    this.manager.dispose();
    await this.server.stop("SIGKILL");
    this.#unmute();
  }
}

function runOf(reply: KernelMessage.IExecuteReplyMsg["content"], outputs: readonly Output[]): Run {
  const printed = (name: string): string =>
    outputs
      .map(([, content]) => ("name" in content && content.name === name && "text" in content ? content.text : ""))
      .join("");
  const [, content] = outputs.find(([type]) => type === "execute_result") ?? [];
  const result = content && "data" in content ? content.data : undefined;
  return { reply, outputs, stdout: printed("stdout"), stderr: printed("stderr"), result };
}
