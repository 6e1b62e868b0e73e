import { setImmediate as turn } from "node:timers/promises";
import type { KernelConnection, KernelMessage } from "@jupyterlab/services";
import { isJsonObject, type JsonObject } from "../../../jupyter/json.ts";
import { muteClientLog } from "./client-log.ts";
import { deferred } from "../../../util/deferred.ts";
import { messageOf } from "../../../util/error.ts";
import { KernelStartError } from "../../errors/notebook-errors.ts";
import { ServerError } from "../../servers/errors.ts";
import { type Evaluated, evaluatedIn, type Reply, replyOf, snapshotProblemIn } from "./replies.ts";
import { SyncError } from "../../servers/sync/errors.ts";
import type { Kernelspec } from "../../../jupyter/kernelspec.ts";
import type { Loss, StartedKernel, StartRequest, Transport } from "../../transport/transport.ts";

/** A cell that was sent to the kernel. */
export type Execution = {
  /** The id of the request, which the outputs refer to. */
  readonly request: string;
  /** Resolves after the reply and the last output; undefined when the kernel never confirms the last output. */
  readonly reply: Promise<Reply | undefined>;
  /** Resolves with the prompt if the kernel asks for input although the request forbids it; else never. */
  readonly question: Promise<string>;
};

/** An iopub message, with the id of the request that caused it. */
export type OutputMessage = {
  readonly request: string;
  readonly type: string;
  readonly content: JsonObject;
  readonly buffers: readonly (ArrayBuffer | ArrayBufferView)[];
};

/** A request to store the values of names in a file; the names in `made` are declared again instead. */
export type SnapshotRequest = {
  readonly file: string;
  readonly values: readonly string[];
  readonly made: readonly string[];
};

type RequestContent = KernelMessage.IExecuteRequestMsg["content"];
type RequestMetadata = Parameters<KernelConnection["requestExecute"]>[2];

type Client = typeof import("@jupyterlab/services");

// After a cell's reply, its outputs may take a while, but the kernel must send some message within this time.
const SILENCE_AFTER_REPLY_MS = 5000;

const NEVER = new Promise<never>(() => {});

const SILENT = { silent: true, store_history: false, allow_stdin: false };

const RESTARTED = "it ended and was restarted, and all variables are lost";

/** A kernel and the client's connection to it. */
export class KernelSession {
  /** Resolves with the reason when the kernel is lost; never rejects. */
  readonly died: Promise<Loss>;
  /** The kernelspec that a server started; undefined on this machine. */
  readonly kernelspec: Kernelspec | undefined;
  /** Called for every iopub message that a request caused. */
  onOutput: (message: OutputMessage) => void = () => {};
  readonly #client: Client;
  readonly #api: Client["KernelAPI"];
  readonly #connection: KernelConnection;
  readonly #preamble: StartedKernel["preamble"];
  readonly #isCounted: boolean;
  readonly #isComplete: () => Promise<boolean>;
  readonly #connectedMs: () => number;
  readonly #onEnd: () => Promise<void>;
  readonly #unmute: () => void;
  readonly #signsOfLife = new Set<() => void>();

  /**
   * Starts a kernel, without waiting until it is ready; see `ready`.
   *
   * @throws {KernelStartError} when its process cannot be started.
   */
  static async start(transport: Transport, request: StartRequest): Promise<KernelSession> {
    const started = await startKernel(transport, request);
    // Loaded only now, while the kernel starts, which takes longer than loading the client.
    const client = await import("@jupyterlab/services");
    const unmute = muteClientLog();
    const serverSettings = client.ServerConnection.makeSettings(started.settings);
    const { id, name } = started;
    const connection = new client.KernelConnection({ model: { id, name }, serverSettings, handleComms: false });
    connection.reconnect = reconnectUntilDisposed(connection);
    return new KernelSession(client, connection, started, unmute);
  }

  private constructor(client: Client, connection: KernelConnection, started: StartedKernel, unmute: () => void) {
    this.#client = client;
    this.#api = client.KernelAPI;
    this.#connection = connection;
    this.#unmute = unmute;
    connection.iopubMessage.connect((_, message) => {
      for (const sign of this.#signsOfLife) sign();
      const { parent_header: parent, content, buffers = [] } = message;
      if (!("msg_id" in parent) || !isJsonObject(content)) return;
      this.onOutput({ request: parent.msg_id, type: message.header.msg_type, content, buffers });
    });
    this.kernelspec = started.kernelspec;
    this.#preamble = started.preamble;
    this.#isCounted = started.isCounted === true;
    this.#isComplete = started.isComplete ?? (() => Promise.resolve(true));
    this.#connectedMs = started.connectedMs ?? (() => Number.POSITIVE_INFINITY);
    this.#onEnd = started.onEnd ?? (() => Promise.resolve());
    this.died = new Promise((resolve) => {
      connection.statusChanged.connect((_, status) => {
        if (status === "dead") resolve(this.#deathReason().then(ofKernel));
        // A server restarts a kernel that has died.
        if (status === "restarting" || status === "autorestarting") resolve(ofKernel(RESTARTED));
      });
      void started.lost?.then(resolve);
    });
  }

  /** Resolves with the kernel's `language_info` once the kernel has answered and run the preamble. */
  get ready(): Promise<JsonObject> {
    return this.#connection.info.then(async ({ language_info }) => {
      const info: unknown = language_info;
      if (this.#preamble !== undefined) await this.#run(this.#preamble);
      return isJsonObject(info) ? info : {};
    });
  }

  async #run({ code, onFailed }: NonNullable<StartedKernel["preamble"]>): Promise<void> {
    const reply = await this.#ask({ ...SILENT, code }, {});
    if (reply !== undefined && reply.content.status !== "ok") onFailed(replyOf(reply).error ?? "it was not run");
  }

  /**
   * Sends a cell to the kernel.
   *
   * @param asksForCheck true to ask a kernel of tsnb to check types from here on, if it does so only when asked.
   */
  execute(code: string, asksForCheck = false): Execution {
    // `died` reports the reason.
    if (this.#connection.isDisposed) return { request: "", reply: NEVER, question: NEVER };
    const request = { code, allow_stdin: false, stop_on_error: true };
    const future = this.#connection.requestExecute(request, true, this.#metadataOf(asksForCheck));
    const silence = deferred<undefined>();
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(over, SILENCE_AFTER_REPLY_MS).unref();
    };
    // Nothing can come without a connection; the server delivers what it has kept when there is one again.
    const over = () => (this.#connectedMs() < SILENCE_AFTER_REPLY_MS ? wait() : silence.resolve(undefined));
    future.onReply = () => {
      this.#signsOfLife.add(wait);
      wait();
    };
    const question = deferred<string>();
    future.onStdin = ({ content }) => {
      question.resolve("prompt" in content && typeof content.prompt === "string" ? content.prompt : "");
    };
    // A request is cancelled when its kernel dies; `died` reports the reason.
    const done = future.done.then(replyOf, () => NEVER);
    const ended = Promise.race([done, silence.promise]).finally(() => {
      this.#signsOfLife.delete(wait);
      clearTimeout(timer);
    });
    // `died` also reports missing outputs.
    const reply = ended.then(async (replied) => ((await this.#isComplete()) ? replied : NEVER));
    return { request: future.msg.header.msg_id, reply, question: question.promise };
  }

  #metadataOf(check: boolean): RequestMetadata {
    return this.#isCounted || check ? { tsnb: { count: this.#isCounted, check } } : {};
  }

  /** The kernel's last reported state: `busy`, `idle`, `starting`, or `unknown`; `disconnected` without a connection. */
  get state(): string {
    return this.#connectedMs() === 0 ? "disconnected" : this.#connection.status;
  }

  /** The reason when the kernel is gone without notice; undefined while it exists. */
  async lost(): Promise<string | undefined> {
    const model = await this.#api.getKernelModel(this.#connection.id, this.#connection.serverSettings);
    return model === undefined || model.execution_state === "dead" ? this.#deathReason() : undefined;
  }

  /**
   * Sends a cell of an earlier run to tsnb's kernel, which only restores its names.
   *
   * @param file the file with the values of the names.
   * @returns false when the kernel could not restore them.
   */
  async restore(code: string, file: string): Promise<boolean> {
    const request = { code, allow_stdin: false, stop_on_error: true };
    const reply = await this.#ask(request, { tsnb: { restore: file } });
    return reply?.content.status === "ok";
  }

  /** Makes tsnb's kernel store values of names in a file; resolves with the reason when it cannot, else undefined. */
  async snapshot({ file, values, made }: SnapshotRequest): Promise<string | undefined> {
    const request = { ...SILENT, code: "" };
    const metadata = { tsnb: { snapshot: { file, values: [...values], made: [...made] } } };
    return snapshotProblemIn((await this.#ask(request, metadata))?.content);
  }

  /** Evaluates an expression in tsnb's kernel; resolves with the JSON that its value shows itself as, or the error. */
  async evaluate(expression: string): Promise<Evaluated> {
    const request = { ...SILENT, code: "", user_expressions: { value: expression } };
    return evaluatedIn((await this.#ask(request, {}))?.content);
  }

  /** Sends the state of a widget to the kernel. */
  sendState(commId: string, state: JsonObject): void {
    const data: unknown = { method: "update", state, buffer_paths: [] };
    if (this.#connection.status === "dead" || !isClientJson(data)) return;
    const message = this.#client.KernelMessage.createMessage<KernelMessage.ICommMsgMsg<"shell">>({
      msgType: "comm_msg",
      channel: "shell",
      username: "",
      session: this.#connection.clientId,
      content: { comm_id: commId, data },
    });
    this.#connection.sendShellMessage(message, false, true);
  }

  /** Interrupts the running cell; the kernel keeps running. */
  async interrupt(): Promise<void> {
    if (this.#connection.status !== "dead") await this.#connection.interrupt();
  }

  /**
   * Ends the kernel, and handles the messages that it sends until it is gone.
   *
   * @throws {SyncError | ServerError} when files that the kernel wrote cannot be downloaded.
   */
  async close(): Promise<void> {
    try {
      await this.#api.shutdownKernel(this.#connection.id, this.#connection.serverSettings);
      // The client handles messages one after the other, each in several promises.
      await turn();
      this.#connection.dispose();
      this.#unmute();
    } finally {
      await this.#onEnd();
    }
  }

  // A request is cancelled when its kernel dies; `died` reports the reason.
  async #ask(request: RequestContent, metadata: RequestMetadata) {
    if (this.#connection.isDisposed) return undefined;
    return this.#connection.requestExecute(request, true, metadata).done.catch(() => undefined);
  }

  async #deathReason(): Promise<string> {
    const model = await this.#api.getKernelModel(this.#connection.id, this.#connection.serverSettings);
    return model?.reason ?? "it ended, and the server no longer has it";
  }
}

// @jupyterlab/services 7.6 reconnects when a server has restarted a kernel. If the connection is disposed of meanwhile,
// reconnecting rejects without a handler, which would end the process.
function reconnectUntilDisposed(connection: KernelConnection): () => Promise<void> {
  const reconnect = connection.reconnect.bind(connection);
  return async () => {
    try {
      await reconnect();
    } catch (error) {
      if (!connection.isDisposed) throw error;
    }
  };
}

// The client's JSON type is mutable.
function isClientJson(value: unknown): value is KernelMessage.ICommMsgMsg["content"]["data"] {
  return isJsonObject(value);
}

function ofKernel(reason: string): Loss {
  return { kind: "kernel", reason };
}

async function startKernel(transport: Transport, request: StartRequest): Promise<StartedKernel> {
  try {
    return await transport.start(request);
  } catch (error) {
    if (error instanceof ServerError || error instanceof SyncError || error instanceof KernelStartError) throw error;
    throw new KernelStartError(request.name, messageOf(error));
  }
}
