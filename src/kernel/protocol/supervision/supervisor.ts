import { ChildProcess, type Ending, type Spawned, spawnChild } from "./child-process.ts";
import type { CellId, FromChild, ToChild } from "../../link/messages.ts";
import { escalateInterrupt } from "./interrupt-escalation.ts";
import type { OrderedEvents } from "./output-order.ts";
import { deferred } from "../../../util/deferred.ts";
import { within } from "../../../util/within.ts";

/** The answer to a question with an id. */
export type ChildAnswer = Extract<FromChild, { type: "pong" | "value" | "members" | "variables" }>;

type Asking = Extract<ToChild, { type: "ping" | "inspect-value" | "members" | "columns" | "variables" }>;
type Question = Asking extends infer Each ? (Each extends Asking ? Omit<Each, "id"> : never) : never;

export type SupervisorEvents = OrderedEvents & {
  /** Called when a cell does not stop. Its process ends after 20 s, or at the next interrupt. */
  readonly onStuck: (cell: CellId) => void;
  /** Called when the process ended unasked, or was killed for the reason `killed`. A new one starts if it was ready. */
  readonly onDeath: (ending: Ending, killed: string | undefined) => void;
};

// Node prints it at the end of a process whose garbage the kernel is collecting, or that a debugger inspects.
const DEBUGGED = "Waiting for the debugger to disconnect...\n";

/** Keeps a child process alive, asks it questions and interrupts its cells. */
export class Supervisor {
  readonly #events: SupervisorEvents;
  readonly #waiting = new Map<number, (answer: ChildAnswer | undefined) => void>();
  #child: ChildProcess | undefined;
  #alive = false;
  #becameReady = false;
  #stopping = false;
  #killed: string | undefined;
  #paused = false;
  #interrupting: Promise<void> | undefined;
  /** Called at an interrupt while the last one has not stopped the cell. */
  #onAgain: (() => void) | undefined;
  /** Called at each print after the process was asked to end. */
  #onPrint: (() => void) | undefined;
  #next = 1;
  #ended: Promise<void> = Promise.resolve();

  constructor(events: SupervisorEvents) {
    this.#events = events;
  }

  /** Listens to a process; starts one if none is given. */
  start(spawned: Spawned = spawnChild()): void {
    this.#alive = true;
    this.#becameReady = false;
    this.#ended = new Promise((resolve) => {
      this.#child = new ChildProcess(spawned, {
        onText: (cell, name, text) => {
          this.#onPrint?.();
          const shown = this.#stopping ? text.replace(DEBUGGED, "") : text;
          if (shown !== "") this.#events.onText(cell, name, shown);
        },
        onMessage: (message) => {
          if (message.type === "ready") this.#becameReady = true;
          this.#events.onMessage(message);
        },
        onAnswer: (message) => this.#answered(message),
        onBroken: (how) => this.kill(`a cell ${how} a file descriptor that the kernel needs`),
        onEnd: (ending) => {
          resolve();
          this.#onEnd(ending);
        },
      });
    });
    this.#child?.pause(this.#paused);
  }

  /** Sends a message; starts a process first if the last one ended before it was ready. */
  post(message: ToChild): void {
    if (!this.#alive && !this.#stopping) this.start();
    this.#child?.post(message);
  }

  /** Answers a blocking input request. */
  answerInput(id: number, value: string, blocking: boolean): void {
    const message = { type: "input-reply", id, value } as const;
    if (blocking) this.#child?.postUrgent(message);
    else this.#child?.post(message);
  }

  /** Asks the main thread; resolves to `undefined` when it does not answer in `withinMs` milliseconds. */
  async ask(question: Question, withinMs: number): Promise<ChildAnswer | undefined> {
    const id = this.#next++;
    const { promise, resolve } = deferred<ChildAnswer | undefined>();
    this.#waiting.set(id, resolve);
    if (this.#alive) this.#child?.post({ ...question, id });
    else resolve(undefined);
    try {
      return await within(withinMs, promise);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Asks the child to collect garbage, if it is ready. */
  collectGarbage(): void {
    if (this.#alive && this.#becameReady) this.#child?.postUrgent({ type: "collect" });
  }

  /** Stops or resumes reading prints. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#child?.pause(paused && this.#interrupting === undefined);
  }

  /** Stops the running cell by increasingly strong means: see `escalateInterrupt`. */
  interrupt(cell: CellId): Promise<void> {
    this.#onAgain?.();
    this.#interrupting ??= this.#interrupt(cell).finally(() => {
      this.#interrupting = undefined;
      this.pause(this.#paused);
    });
    return this.#interrupting;
  }

  /**
   * Asks the process to end, and kills it when it has neither ended nor printed for `grace` milliseconds, or has
   * printed for three times as long.
   */
  async stop(restart: boolean, grace: number): Promise<void> {
    this.#stopping = true;
    if (!this.#alive) return;
    this.#child?.pause(false);
    this.#child?.post({ type: "shutdown", restart });
    const patience = setTimeout(() => this.#child?.kill(), grace);
    const last = performance.now() + 2 * grace;
    this.#onPrint = () => {
      if (performance.now() < last) patience.refresh();
    };
    await this.#ended;
    clearTimeout(patience);
    this.#child?.kill();
  }

  /** Kills the process; `why` is the reason that its death reports. */
  kill(why: string): void {
    if (!this.#alive) return;
    this.#killed = why;
    this.#child?.kill();
  }

  async #interrupt(cell: CellId): Promise<void> {
    const child = this.#child;
    if (!this.#alive || child === undefined) return;
    await escalateInterrupt(cell, {
      child,
      isCurrent: () => this.#child === child && this.#alive,
      isReady: () => this.#becameReady,
      responds: async (withinMs) => (await this.ask({ type: "ping" }, withinMs)) !== undefined,
      stuck: (signal) => this.#stuck(cell, signal),
      kill: (why) => this.kill(why),
    });
  }

  #stuck(cell: CellId, signal: AbortSignal): Promise<void> {
    this.#events.onStuck(cell);
    signal.addEventListener("abort", () => (this.#onAgain = undefined), { once: true });
    const { promise, resolve } = deferred<void>();
    this.#onAgain = resolve;
    return promise;
  }

  #answered(message: FromChild): void {
    if (isAnswer(message)) this.#waiting.get(message.id)?.(message);
  }

  #onEnd(ending: Ending): void {
    this.#alive = false;
    this.#child?.kill();
    for (const settle of this.#waiting.values()) settle(undefined);
    if (this.#stopping) return;
    const killed = this.#killed;
    this.#killed = undefined;
    // A process that dies while starting would do so again and again, so only the next cell starts another.
    if (this.#becameReady) this.start();
    this.#events.onDeath(ending, killed);
  }
}

const ANSWERS: ReadonlySet<FromChild["type"]> = new Set<ChildAnswer["type"]>(["pong", "value", "members", "variables"]);

function isAnswer(message: FromChild): message is ChildAnswer {
  return ANSWERS.has(message.type);
}
