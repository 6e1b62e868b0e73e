import { once } from "node:events";
import { ChildProcess, type Ending, type Spawned, spawnChild } from "./child-process.ts";
import { descendantsOf } from "../../process/descendants.ts";
import type { CellId, FromChild, ToChild } from "../../link/messages.ts";
import type { MergeEvents } from "./merge.ts";

/** The answer to a question with an id. */
export type Answer = Extract<FromChild, { type: "pong" | "value" | "members" }>;

type Asking = Extract<ToChild, { type: "ping" | "inspect-value" | "members" }>;
type Question = Asking extends infer Each ? (Each extends Asking ? Omit<Each, "id"> : never) : never;

export type SupervisorEvents = MergeEvents & {
  /** A cell does not stop. Its process ends after 20 s, or at the next interrupt. */
  readonly onStuck: (cell: CellId) => void;
  /** The process ended unasked, or was killed for the reason `killed`. If it had become ready, a new one starts. */
  readonly onDeath: (ending: Ending, killed: string | undefined) => void;
};

// The time that the main thread has to answer a ping, and then after each stronger means.
const PING_MS = 150;
const HARD_MS = [150, 250, 500, 1000, 2000];

// Native code that computes returns in the end, and the state is kept.
const STUCK_MS = 20_000;

/** Keeps a child process alive, asks it questions and interrupts its cells. */
export class Supervisor {
  readonly #events: SupervisorEvents;
  readonly #waiting = new Map<number, (answer: Answer | undefined) => void>();
  #child: ChildProcess | undefined;
  #alive = false;
  #becameReady = false;
  #stopping = false;
  #killed: string | undefined;
  #paused = false;
  #interrupting: Promise<void> | undefined;
  #stuck: AbortController | undefined;
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
        onText: this.#events.onText,
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

  /** Asks the main thread; resolves to `undefined` when it does not answer in `within` milliseconds. */
  ask(question: Question, within: number): Promise<Answer | undefined> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const settle = (answer: Answer | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(settle, within, undefined);
      this.#waiting.set(id, settle);
      if (this.#alive) this.#child?.post({ ...question, id });
      else settle(undefined);
    });
  }

  /** Collects the child's garbage. */
  collectGarbage(): void {
    if (this.#alive && this.#becameReady) this.#child?.postUrgent({ type: "collect" });
  }

  /** Stops or resumes reading prints. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#child?.pause(paused && this.#interrupting === undefined);
  }

  /**
   * Stops the running cell and keeps the state if possible: first by asking, then by terminating JavaScript,
   * then by signals to the processes that the cell started. If native code still runs after 20 s, or at a
   * further interrupt, a new process replaces this one.
   */
  interrupt(cell: CellId): Promise<void> {
    this.#stuck?.abort();
    this.#interrupting ??= this.#interrupt(cell).finally(() => {
      this.#interrupting = undefined;
      this.pause(this.#paused);
    });
    return this.#interrupting;
  }

  /** Asks the process to end, and kills it after `grace` milliseconds. */
  async stop(restart: boolean, grace: number): Promise<void> {
    this.#stopping = true;
    if (!this.#alive) return;
    this.#child?.pause(false);
    this.#child?.post({ type: "shutdown", restart });
    const patience = setTimeout(() => this.#child?.kill(), grace);
    await this.#ended;
    clearTimeout(patience);
    this.#child?.kill();
  }

  /** Kills the process. */
  kill(why: string): void {
    if (!this.#alive) return;
    this.#killed = why;
    this.#child?.kill();
  }

  async #interrupt(cell: CellId): Promise<void> {
    const child = this.#child;
    if (!this.#alive || child === undefined) return;
    // A process that blocks in a print cannot answer.
    child.pause(false);
    child.post({ type: "cancel", cell });
    // A starting process does not answer yet; it will find the cell cancelled.
    if (!this.#becameReady) return;
    if (await this.#responds(PING_MS)) return;
    for (const [attempt, patience] of HARD_MS.entries()) {
      if (this.#child !== child || !this.#alive) return;
      child.postUrgent({ type: "terminate", isPaused: attempt > 0 });
      if (attempt > 0) await this.#signalDescendants(child, attempt > 2 ? "SIGKILL" : "SIGINT");
      if (await this.#responds(patience)) return;
    }
    // Without a cell, nobody waits for the end.
    if (cell === 0 || (await this.#comesBack(cell))) return;
    if (this.#child === child) this.kill("it could not be interrupted in any other way");
  }

  async #comesBack(cell: CellId): Promise<boolean> {
    this.#events.onStuck(cell);
    const stuck = new AbortController();
    this.#stuck = stuck;
    const again = once(stuck.signal, "abort").then(() => false);
    try {
      return await Promise.race([this.#responds(STUCK_MS), again]);
    } finally {
      this.#stuck = undefined;
    }
  }

  async #responds(within: number): Promise<boolean> {
    return (await this.ask({ type: "ping" }, within)) !== undefined;
  }

  async #signalDescendants(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    if (child.pid === undefined) return;
    for (const pid of await descendantsOf(child.pid)) {
      try {
        process.kill(pid, signal);
      } catch {
        // The process has ended meanwhile.
      }
    }
  }

  #answered(message: FromChild): void {
    if (message.type !== "pong" && message.type !== "value" && message.type !== "members") return;
    this.#waiting.get(message.id)?.(message);
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
