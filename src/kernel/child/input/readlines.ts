import { EventEmitter } from "node:events";
import type { Interface as PromisesInterface } from "node:readline/promises";
import { isObject } from "../is-object.ts";

/** An unanswered question of a `readline` interface. */
export type ReadlineQuestion = {
  readonly prompt: string;
  /** True when the answer should not be shown. */
  readonly isHidden: () => boolean;
  readonly abort: () => void;
};

export type ReadlineEvents = {
  /** True for streams whose readers are watched. */
  readonly isInput: (stream: unknown) => boolean;
  /**
   * Called before a question is asked.
   *
   * @throws when nobody can answer.
   */
  readonly onQuestion: () => void;
  /** Called when the need for lines of a stream may have changed. */
  readonly onChange: (stream: unknown) => void;
};

const { apply } = Reflect;
const { getBuiltinModule } = process;

/**
 * The `readline` interfaces that read the cells' input, with their questions. An interface reads ahead, so only
 * a question or a listener for lines shows that a line is wanted.
 */
export class Readlines {
  readonly #interfaces = new Set<EventEmitter>();
  readonly #questions = new Map<EventEmitter, ReadlineQuestion>();
  readonly #events: ReadlineEvents;
  readonly #promises: typeof PromisesInterface;

  constructor(events: ReadlineEvents) {
    this.#events = events;
    // Most notebooks ask no questions, and start faster without these modules.
    const { Interface } = getBuiltinModule("node:readline");
    this.#promises = getBuiltinModule("node:readline/promises").Interface;
    this.#watchInterfaces(Interface.prototype);
    this.#watchQuestions(Interface.prototype);
    this.#watchQuestions(this.#promises.prototype);
  }

  /** The oldest question of a stream, or of all streams; undefined without any. */
  question(stream?: unknown): ReadlineQuestion | undefined {
    const found = [...this.#questions].find(([one]) => stream === undefined || inputOf(one) === stream);
    return found?.[1];
  }

  /** True when an interface reads the stream. */
  isReading(stream: unknown): boolean {
    return this.#open(stream).length > 0;
  }

  /** True when an interface of the stream has listeners for lines. */
  hasListeners(stream: unknown): boolean {
    return this.#open(stream).some((one) => one.listenerCount("line") > 0);
  }

  /** The number of a stream's listeners that belong to interfaces: of terminals for keys, of others for data. */
  ownListeners(stream: unknown): { readonly keypress: number; readonly data: number } {
    const open = this.#open(stream);
    const keypress = open.filter((one) => Reflect.get(one, "terminal") === true).length;
    return { keypress, data: open.length - keypress };
  }

  /** Withdraws all questions. */
  abortQuestions(): void {
    for (const question of this.#questions.values()) question.abort();
    this.#questions.clear();
  }

  #open(stream: unknown): EventEmitter[] {
    for (const one of this.#interfaces) {
      if (Reflect.get(one, "closed") === true || !this.#isWatched(one)) this.#interfaces.delete(one);
    }
    return [...this.#interfaces].filter((one) => inputOf(one) === stream);
  }

  #isWatched(one: EventEmitter): boolean {
    return this.#events.isInput(inputOf(one));
  }

  // A new interface listens to itself, so `on` sees every interface.
  #watchInterfaces(prototype: object): void {
    const base: unknown = Object.getPrototypeOf(prototype);
    if (!isObject(base)) return;
    for (const name of ["on", "addListener"] as const) {
      const original = EventEmitter.prototype[name];
      const watch = (one: EventEmitter): void => {
        if (this.#isWatched(one)) this.#interfaces.add(one);
        this.#events.onChange(inputOf(one));
      };
      const value = function on(this: EventEmitter, ...args: Parameters<typeof original>): EventEmitter {
        watch(this);
        return apply(original, this, args);
      };
      Object.defineProperty(base, name, { value, configurable: true, writable: true });
    }
  }

  #watchQuestions(prototype: object): void {
    const original: unknown = Reflect.get(prototype, "question");
    if (typeof original !== "function") return;
    const ask = (one: unknown, args: readonly unknown[]): unknown => this.#ask(one, original, args);
    const question = function question(this: unknown, ...args: unknown[]): unknown {
      return ask(this, args);
    };
    // The properties include the version for `util.promisify`.
    Object.defineProperties(question, Object.getOwnPropertyDescriptors(original));
    Object.defineProperty(prototype, "question", { value: question, configurable: true, writable: true });
  }

  #ask(one: unknown, original: Function, args: readonly unknown[]): unknown {
    if (!(one instanceof EventEmitter) || !this.#isWatched(one) || this.#questions.has(one)) {
      return apply(original, one, args);
    }
    const isPromised = one instanceof this.#promises;
    try {
      this.#events.onQuestion();
    } catch (error) {
      if (isPromised) return Promise.reject(error);
      throw error;
    }
    const [query, second] = args;
    const given = typeof second === "object" && second !== null ? second : {};
    const own = new AbortController();
    const signals = "signal" in given && given.signal instanceof AbortSignal ? [given.signal] : [];
    const options = { ...given, signal: AbortSignal.any([...signals, own.signal]) };
    const output: unknown = Reflect.get(one, "output");
    const isHere = output === process.stdout;
    const question: ReadlineQuestion = {
      prompt: isHere || !isObject(output) ? String(query) : "",
      isHidden: () => isMuted(one, output),
      abort: () => own.abort(),
    };
    this.#questions.set(one, question);
    const settle = (): void => {
      if (this.#questions.get(one) === question) this.#questions.delete(one);
      this.#events.onChange(inputOf(one));
    };
    for (const signal of signals) signal.addEventListener("abort", settle, { once: true });
    const callback = args.find((arg) => typeof arg === "function");
    const answered = callback && ((...answer: unknown[]): unknown => (settle(), apply(callback, undefined, answer)));
    // The front end shows the question beside the answer.
    const result: unknown = apply(original, one, [isHere ? "" : query, options, ...(answered ? [answered] : [])]);
    if (isPromised && result instanceof Promise) void result.then(settle, settle);
    this.#events.onChange(inputOf(one));
    return result;
  }
}

function inputOf(one: EventEmitter): unknown {
  return Reflect.get(one, "input");
}

// Two common recipes for passwords: a muted output, and an overridden `_writeToOutput`.
function isMuted(one: EventEmitter, output: unknown): boolean {
  return (isObject(output) && Reflect.get(output, "muted") === true) || Object.hasOwn(one, "_writeToOutput");
}
