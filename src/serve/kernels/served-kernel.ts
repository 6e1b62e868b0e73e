import { randomUUID } from "node:crypto";
import type { ClientChannel } from "../../jupyter/client-channels.ts";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { createMessage, type Message } from "../../jupyter/message.ts";
import { completed } from "../../run/transport/missing-fields.ts";
import { RunningKernel } from "../../run/transport/running-kernel.ts";
import { messageOf } from "../../util/error.ts";
import { Delivery } from "./delivery.ts";
import { KeptMessages } from "./kept-messages.ts";

/** A client's end of a connection to a kernel. */
export type KernelClient = {
  readonly deliver: (delivery: Delivery) => void;
  /** The kernel is gone for good. */
  readonly end: () => void;
};

/** A kernel as a Jupyter server describes it. */
export type ServedKernelModel = {
  readonly id: string;
  readonly name: string;
  readonly last_activity: string;
  readonly execution_state: string;
  readonly connections: number;
  /** The reason that it is dead; absent when it is not. */
  readonly reason?: string;
};

type Place = { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
type Upstream = Exclude<ClientChannel, "iopub">;

/** The most restarts of a kernel that dies, without a finished cell in between; then it is left dead. */
const MOST_RESTARTS = 3;

/** A kernel with any number of clients: replies and questions go to the client that asked, output to all of them. */
export class ServedKernel {
  readonly id = randomUUID();
  readonly spec: Kernelspec;
  readonly #place: Place;
  readonly #clients = new Set<KernelClient>();
  /** The connected client that sends under each session. */
  readonly #askers = new Map<string, KernelClient>();
  readonly #kept = new KeptMessages();
  readonly #waiting: { readonly channel: Upstream; readonly message: Message }[] = [];
  #running: RunningKernel;
  // A change of session looks like a restart to clients, and kernels answer under more than one.
  #session: string = randomUUID();
  #state = "starting";
  #deathReason: string | undefined;
  #isReady = false;
  #restarts = 0;
  #changing: Promise<void> = Promise.resolve();
  #isOver = false;
  #lastActivity = new Date();
  #onActivity: () => void = () => {};

  /**
   * Starts a kernel.
   *
   * @throws the operating system's error when its command cannot be started.
   */
  static async start(spec: Kernelspec, place: Place): Promise<ServedKernel> {
    return new ServedKernel(spec, place, await RunningKernel.start(spec, place));
  }

  private constructor(spec: Kernelspec, place: Place, running: RunningKernel) {
    this.spec = spec;
    this.#place = place;
    this.#running = running;
    this.#listen(running);
  }

  get model(): ServedKernelModel {
    return {
      id: this.id,
      name: this.spec.name,
      last_activity: this.#lastActivity.toISOString(),
      execution_state: this.#state,
      connections: this.#clients.size,
      ...(this.#deathReason === undefined ? {} : { reason: this.#deathReason }),
    };
  }

  get isIdle(): boolean {
    return this.#state !== "busy" && this.#clients.size === 0;
  }

  /** Sets the function that is called whenever the kernel or a client does something. */
  watch(onActivity: () => void): void {
    this.#onActivity = onActivity;
  }

  get isDead(): boolean {
    return this.#deathReason !== undefined;
  }

  /**
   * Adds a client, and sends it what was kept while it was away.
   *
   * @param session the session under which it sends; undefined when it does not say.
   */
  connect(client: KernelClient, session?: string): void {
    for (const delivery of this.#kept.end(session)) client.deliver(delivery);
    this.#clients.add(client);
    if (session !== undefined) this.#askers.set(session, client);
    this.#act();
    if (this.#state === "dead") client.deliver(this.#status("dead"));
  }

  /** Removes a client; what it misses is kept for it if `mayReturn`, which is the default. */
  disconnect(client: KernelClient, mayReturn = true): void {
    if (!this.#clients.delete(client)) return;
    const sessions = new Set([...this.#askers].flatMap(([session, asker]) => (asker === client ? [session] : [])));
    for (const session of sessions) this.#askers.delete(session);
    if (this.#clients.size === 0 && mayReturn) this.#kept.begin(sessions);
    this.#act();
  }

  send(client: KernelClient, channel: Upstream, message: Message): void {
    this.#askers.set(message.header.session, client);
    this.#act();
    if (this.#isReady) this.#running.send(channel, message);
    else this.#waiting.push({ channel, message });
  }

  interrupt(): void {
    this.#act();
    if (this.#deathReason === undefined) this.#running.interrupt();
  }

  /**
   * Ends the kernel's process and starts another in its place.
   *
   * @throws the operating system's error when its command cannot be started; the kernel is then dead.
   */
  restart(): Promise<void> {
    return this.#change(() => this.#replace());
  }

  /** Ends the kernel; resolves when its process is gone. */
  shutdown(): Promise<void> {
    this.#isOver = true;
    return this.#change(async () => {
      await this.#running.shutdown();
      for (const client of this.#clients) client.end();
    });
  }

  // One after the other: two clients may restart a kernel at once.
  #change(work: () => Promise<void>): Promise<void> {
    const done = this.#changing.then(work);
    this.#changing = done.catch(() => {});
    return done;
  }

  async #replace(): Promise<void> {
    const old = this.#running;
    this.#isReady = false;
    this.#waiting.length = 0;
    this.#enter("restarting");
    await old.shutdown();
    this.#session = randomUUID();
    try {
      this.#running = await RunningKernel.start(this.spec, this.#place);
    } catch (error) {
      this.#die(messageOf(error));
      throw error;
    }
    this.#deathReason = undefined;
    this.#state = "starting";
    this.#listen(this.#running);
  }

  #listen(running: RunningKernel): void {
    const isCurrent = (): boolean => running === this.#running;
    running.listen({
      onReady: () => {
        if (!isCurrent()) return;
        this.#isReady = true;
        this.#enter("idle");
        for (const { channel, message } of this.#waiting.splice(0)) running.send(channel, message);
      },
      onMessage: (channel, message) => {
        if (isCurrent()) this.#receive(channel, message);
      },
      onDead: () => {
        if (isCurrent()) this.#lost(running.deathReason ?? "it ended");
      },
    });
  }

  #receive(channel: ClientChannel, message: Message): void {
    const { msg_type: type } = message.header;
    const state = type === "status" ? message.content["execution_state"] : undefined;
    if (typeof state === "string") this.#state = state;
    if (type === "execute_reply") this.#restarts = 0;
    this.#act();
    const header = { ...message.header, session: this.#session };
    const delivery = new Delivery(channel, { ...message, header, content: completed(message) });
    if (channel === "iopub") return this.#publish(delivery);
    const session = message.parent_header["session"] ?? "";
    const asker = this.#askers.get(session);
    if (asker === undefined) this.#kept.keep(delivery, session);
    else asker.deliver(delivery);
  }

  #lost(reason: string): void {
    if (this.#isOver || this.#state === "restarting") return;
    const wasReady = this.#isReady;
    this.#isReady = false;
    if (wasReady && this.#restarts < MOST_RESTARTS) {
      this.#restarts += 1;
      this.restart().catch(() => {});
    } else this.#die(reason);
  }

  #die(reason: string): void {
    this.#isReady = false;
    this.#deathReason = reason;
    this.#enter("dead");
  }

  #enter(state: string): void {
    this.#state = state;
    this.#act();
    this.#publish(this.#status(state));
  }

  #status(state: string): Delivery {
    return new Delivery("iopub", createMessage(this.#session, "status", { execution_state: state }));
  }

  #publish(delivery: Delivery): void {
    for (const client of this.#clients) client.deliver(delivery);
    this.#kept.keep(delivery);
  }

  #act(): void {
    this.#lastActivity = new Date();
    this.#onActivity();
  }
}
