import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type ClientChannel, type ClientChannels, connectChannels } from "../../jupyter/client-channels.ts";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { createMessage, type Message } from "../../jupyter/message.ts";
import { messageOf } from "../../util/error.ts";
import { type Exit, type KernelProcess, launchKernel } from "./kernel-process.ts";

/** Who listens to a running kernel. */
export type KernelListener = {
  readonly onReady: () => void;
  readonly onMessage: (channel: ClientChannel, message: Message) => void;
  /** The kernel is gone, or cannot be understood; everything it sent before has been handed over. */
  readonly onDead: (reason: string) => void;
};

const NUDGE_AGAIN_MS = 20;
const SHUTDOWN_GRACE_MS = 3000;
const DRAIN_QUIET_MS = 50;
const DRAIN_LIMIT_MS = 2000;

/** A kernel's process with a client's sockets connected to it. */
export class RunningKernel {
  readonly id = randomUUID();
  readonly name: string;
  /** Why the kernel is dead; absent while it lives. */
  deathReason: string | undefined;
  readonly #spec: Kernelspec;
  readonly #process: KernelProcess;
  readonly #channels: ClientChannels;
  // The kernel's answers to this object's own requests are recognised by the session and go no further.
  readonly #session = randomUUID();
  #listener: KernelListener | undefined;
  #heardOnIopub = false;
  #ready = false;
  #busy = false;
  readonly #hungUp: Promise<void>;
  readonly #buried: Promise<void>;
  #lastMessageAt = 0;

  static async start(
    spec: Kernelspec,
    place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ): Promise<RunningKernel> {
    return new RunningKernel(spec, await launchKernel(spec, place));
  }

  private constructor(spec: Kernelspec, process: KernelProcess) {
    this.name = spec.name;
    this.#spec = spec;
    this.#process = process;
    let hangUp = () => {};
    this.#hungUp = new Promise((resolve) => {
      hangUp = resolve;
    });
    this.#channels = connectChannels(process.connection, {
      onMessage: (channel, message) => this.#receive(channel, message),
      onInvalid: (error) => this.#die(`it sent something that is no Jupyter message (${messageOf(error)})`),
      onHangUp: () => hangUp(),
    });
    this.#nudge();
    this.#buried = process.exited.then((exit) => this.#bury(exit));
  }

  /** Hands everything from now on to a listener; a kernel that is ready or dead already says so at once. */
  listen(listener: KernelListener): void {
    this.#listener = listener;
    if (this.#ready) listener.onReady();
    if (this.deathReason !== undefined) listener.onDead(this.deathReason);
  }

  send(channel: Exclude<ClientChannel, "iopub">, message: Message): void {
    this.#channels.send(channel, message).catch((error: unknown) => {
      this.#die(`nothing can be sent to it (${messageOf(error)})`);
    });
  }

  /** Stops the cell that runs, the way the kernelspec asks for. */
  interrupt(): void {
    if (this.#spec.interruptMode === "message") this.#request("interrupt_request");
    else this.#process.signalInterrupt();
  }

  /**
   * Asks the kernel to end if it is idle, ends it if it is busy or does not. Resolves when it is gone and
   * its last messages have been handed over.
   */
  async shutdown(): Promise<void> {
    if (this.#ready && !this.#busy && this.deathReason === undefined) {
      this.#request("shutdown_request", { restart: false });
      await Promise.race([this.#process.exited, delay(SHUTDOWN_GRACE_MS, undefined, { ref: false })]);
    }
    this.#process.kill();
    await this.#buried;
    this.#channels.close();
  }

  #receive(channel: ClientChannel, message: Message): void {
    this.#lastMessageAt = performance.now();
    if (channel === "iopub") this.#heardOnIopub = true;
    if (message.parent_header["session"] === this.#session) {
      if (message.header.msg_type === "kernel_info_reply") this.#answered();
      return;
    }
    if (message.header.msg_type === "status") this.#busy = message.content["execution_state"] === "busy";
    if (this.#ready) this.#listener?.onMessage(channel, message);
  }

  // A subscription takes effect only some time after the connection, and what is published before is
  // lost. So the kernel is asked again until its answer is heard on iopub, too.
  #nudge(): void {
    this.#request("kernel_info_request", {}, "shell");
  }

  #answered(): void {
    if (this.#ready) return;
    if (!this.#heardOnIopub) {
      setTimeout(() => this.#nudge(), NUDGE_AGAIN_MS).unref();
      return;
    }
    this.#ready = true;
    this.#listener?.onReady();
  }

  #request(type: string, content = {}, channel: "shell" | "control" = "control"): void {
    this.send(channel, createMessage(this.#session, type, content));
  }

  async #bury(exit: Exit): Promise<void> {
    await this.#drain();
    this.#die(describe(exit));
  }

  // What a process wrote before its end still travels through the sockets for a moment.
  async #drain(): Promise<void> {
    const limit = performance.now() + DRAIN_LIMIT_MS;
    await Promise.race([this.#hungUp, delay(DRAIN_QUIET_MS * 4, undefined, { ref: false })]);
    do await delay(DRAIN_QUIET_MS, undefined, { ref: false });
    while (performance.now() - this.#lastMessageAt < DRAIN_QUIET_MS && performance.now() < limit);
  }

  #die(reason: string): void {
    if (this.deathReason !== undefined) return;
    this.deathReason = reason;
    this.#listener?.onDead(reason);
  }
}

function describe({ code, signal, lastWords }: Exit): string {
  const how = signal === null ? `its process exited with code ${code}` : `its process was ended by ${signal}`;
  return lastWords === "" ? how : `${how}; its last words: ${lastWords}`;
}
