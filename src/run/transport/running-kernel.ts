import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type ClientChannel, type ClientChannels, connectChannels } from "../../jupyter/client-channels.ts";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { createMessage, type Message } from "../../jupyter/message.ts";
import { messageOf } from "../../util/error.ts";
import { deferred } from "../../util/deferred.ts";
import { within } from "../../util/within.ts";
import { exitReason } from "./exit-reason.ts";
import { type Exit, type KernelProcess, launchKernel, type LaunchPlace } from "./kernel-process.ts";

/** A listener of a running kernel. */
export type KernelListener = {
  readonly onReady: () => void;
  readonly onMessage: (channel: ClientChannel, message: Message) => void;
  /** Called when the kernel is dead or breaks the protocol, after everything that it sent before was handed over. */
  readonly onDead: () => void;
};

type Place = Omit<LaunchPlace, "connection">;

/** A process and the sockets to it. */
type Line = {
  readonly process: KernelProcess;
  readonly channels: ClientChannels;
  /** True when another process has replaced this one. */
  abandoned: boolean;
};

const NUDGE_AGAIN_MS = 20;
const NUDGE_EVERY_MS = 2000;
// A kernel may have no stdin.
const ANSWERS_WITHOUT_STDIN = 25;
const SHUTDOWN_GRACE_MS = 3000;
const LINGER_MS = 1000;
const MOST_LAUNCHES = 3;

/** A kernel's process with a client's sockets connected to it. */
export class RunningKernel {
  readonly id = randomUUID();
  readonly name: string;
  /** The reason that the kernel is dead; absent while it lives. */
  deathReason: string | undefined;
  readonly #spec: Kernelspec;
  readonly #place: Place;
  #line: Line;
  #launches = 1;
  #closing = false;
  // Identifies replies to this object's own requests, which are not passed on.
  readonly #session = randomUUID();
  #listener: KernelListener | undefined;
  #heardOnIopub = false;
  #answers = 0;
  #ready = false;
  #busy = false;
  #nextNudge: NodeJS.Timeout | undefined;
  readonly #buried = deferred<void>();

  /**
   * Starts a kernel.
   *
   * @throws the operating system's error when the command cannot be started.
   */
  static async start(spec: Kernelspec, place: Place): Promise<RunningKernel> {
    return new RunningKernel(spec, place, await launchKernel(spec, place));
  }

  private constructor(spec: Kernelspec, place: Place, process: KernelProcess) {
    this.name = spec.name;
    this.#spec = spec;
    this.#place = place;
    this.#line = this.#connect(process);
    this.#nudge(0);
  }

  /** Sends everything from now on to a listener, which learns at once if the kernel is already ready or dead. */
  listen(listener: KernelListener): void {
    this.#listener = listener;
    if (this.#ready) listener.onReady();
    if (this.deathReason !== undefined) listener.onDead();
  }

  send(channel: Exclude<ClientChannel, "iopub">, message: Message): void {
    this.#line.channels.send(channel, message).catch((error: unknown) => {
      this.#die(`nothing can be sent to it (${messageOf(error)})`);
    });
  }

  /** Interrupts the running cell in the way that the kernelspec asks for: by a message or SIGINT. */
  interrupt(): void {
    if (this.#spec.interruptMode === "message") this.#request("interrupt_request");
    else this.#line.process.signal("SIGINT");
  }

  /**
   * Asks an idle kernel to end; kills it if it is busy or does not end in time. Resolves when the kernel is gone and
   * its last messages have been handed over.
   */
  async shutdown(): Promise<void> {
    this.#closing = true;
    if (this.#ready && !this.#busy && this.deathReason === undefined) {
      this.#request("shutdown_request", { restart: false });
      const { process, channels } = this.#line;
      // Code that a cell left running can keep the process alive after its kernel has ended.
      const lingering = channels.hungUp.then(() => delay(LINGER_MS, undefined, { ref: false }));
      await within<unknown>(SHUTDOWN_GRACE_MS, Promise.race([process.exited, lingering]));
    }
    this.#line.process.kill();
    await this.#buried.promise;
    this.#line.channels.close();
  }

  #connect(process: KernelProcess): Line {
    const channels = connectChannels(process.connection, {
      onMessage: (channel, message) => this.#receive(channel, message),
      onInvalid: (error) => this.#misheard(line, messageOf(error)),
    });
    const line: Line = { process, channels, abandoned: false };
    void process.exited.then((exit) => this.#bury(line, exit));
    void process.portTaken.then(() => this.#launchAgain(line));
    return line;
  }

  // An unreadable message at the start may come from another kernel that has taken a port.
  #misheard(line: Line, got: string): void {
    if (line.abandoned) return;
    if (this.#mayLaunchAgain()) void this.#launchAgain(line);
    else this.#die(`it sent something that is not a Jupyter message (${got})`);
  }

  #mayLaunchAgain(): boolean {
    return !this.#ready && !this.#closing && this.#launches < MOST_LAUNCHES;
  }

  // Another program may take a free port before the kernel listens on it.
  async #launchAgain(line: Line): Promise<void> {
    if (line.abandoned || !this.#mayLaunchAgain()) return;
    this.#launches += 1;
    line.abandoned = true;
    line.process.kill();
    line.channels.close();
    try {
      this.#line = this.#connect(await launchKernel(this.#spec, this.#place));
      if (this.#closing) this.#line.process.kill();
      else this.#nudge(0);
    } catch (error) {
      this.#die(messageOf(error));
      this.#buried.resolve();
    }
  }

  #receive(channel: ClientChannel, message: Message): void {
    if (channel === "iopub") this.#heardOnIopub = true;
    if (message.parent_header["session"] === this.#session) {
      if (message.header.msg_type === "kernel_info_reply") this.#answered();
      return;
    }
    if (message.header.msg_type === "status") this.#enter(message);
    else if (this.#ready) this.#hand(channel, message);
  }

  // Only these states are passed on: clients know no others, and would go on after a restart.
  #enter(status: Message): void {
    const { execution_state: state } = status.content;
    // Requests of other types are answered at once, so they do not make the kernel busy.
    if (state !== "busy" || status.parent_header["msg_type"] === "execute_request") this.#busy = state === "busy";
    if (state === "dead") this.#die("it reports that it is dead");
    else if (state === "restarting") this.#die("it restarted, and all variables are lost");
    else if (this.#ready && (state === "busy" || state === "idle" || state === "starting")) this.#hand("iopub", status);
  }

  #hand(channel: ClientChannel, message: Message): void {
    try {
      this.#listener?.onMessage(channel, message);
    } catch (error) {
      this.#die(`it violates the messaging protocol with a "${message.header.msg_type}" message (${messageOf(error)})`);
    }
  }

  // A subscription takes effect only some time after the connection, and messages published before that are
  // lost; a request is lost when another program held the port for a while. So the request is repeated until
  // the kernel both answers and is heard on iopub.
  #nudge(after = NUDGE_EVERY_MS): void {
    clearTimeout(this.#nextNudge);
    if (this.#ready || this.#closing || this.deathReason !== undefined) return;
    this.#nextNudge = setTimeout(() => {
      this.#request("kernel_info_request", {}, "shell");
      this.#nudge();
    }, after).unref();
  }

  #answered(): void {
    if (this.#ready) return;
    this.#answers += 1;
    const canAsk = this.#line.channels.canAsk() || this.#answers > ANSWERS_WITHOUT_STDIN;
    if (!this.#heardOnIopub || !canAsk) {
      this.#nudge(NUDGE_AGAIN_MS);
      return;
    }
    this.#ready = true;
    this.#listener?.onReady();
  }

  #request(type: string, content = {}, channel: "shell" | "control" = "control"): void {
    this.send(channel, createMessage(this.#session, type, content));
  }

  async #bury(line: Line, exit: Exit): Promise<void> {
    if (line.abandoned) return;
    await line.channels.drained();
    this.#die(exitReason(exit));
    this.#buried.resolve();
  }

  #die(reason: string): void {
    if (this.deathReason !== undefined) return;
    this.deathReason = reason;
    this.#listener?.onDead();
  }
}
