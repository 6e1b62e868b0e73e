import vm from "node:vm";
import { SlowLookError } from "../../errors/slow-look-error.ts";
import { attempt, hasMethod } from "../../object.ts";

const LONGEST_MS = 10_000;
const CALL = "tsnb:look";

// Node's own functions: cells may replace them. Deno's vm has no time limit.
const { setTimeout, clearTimeout } = globalThis;
const call = "Deno" in globalThis ? undefined : new vm.Script(`this["${CALL}"]()`, { filename: CALL });

/**
 * Calls a value's own display method.
 *
 * @throws {SlowLookError} when it does not end in ten seconds; also whatever the method throws.
 */
export function answerOf<T>(value: object, method: PropertyKey, read: (made: unknown) => T): T | Promise<T> {
  const name = typeof method === "symbol" ? `[${String(method.description)}]` : String(method);
  const made = inTime(name, () => {
    const own: unknown = Reflect.get(value, method);
    return typeof own === "function" ? Reflect.apply(own, value, []) : undefined;
  });
  return isPromiseLike(made) ? soon(name, made, read) : read(made);
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return hasMethod(value, "then");
}

/** Calls the method and stops it after ten seconds, even in an endless loop. */
function inTime(name: string, ask: () => unknown): unknown {
  if (call === undefined) return ask();
  let made: unknown;
  const value = (): void => {
    made = ask();
  };
  // A cell may have frozen `globalThis`.
  if (!Reflect.defineProperty(globalThis, CALL, { value, configurable: true })) return ask();
  try {
    call.runInThisContext({ timeout: LONGEST_MS });
  } catch (error) {
    const code: unknown = attempt(() => Reflect.get(Object(error), "code"));
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new SlowLookError(name, LONGEST_MS / 1000) : error;
  } finally {
    Reflect.deleteProperty(globalThis, CALL);
  }
  return made;
}

/** The promised value; rejects when it takes longer than ten seconds. */
function soon<T>(name: string, promised: PromiseLike<unknown>, read: (made: unknown) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SlowLookError(name, LONGEST_MS / 1000)), LONGEST_MS);
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      try {
        end();
      } catch (error) {
        reject(error);
      }
    };
    promised.then(
      (made) => settle(() => resolve(read(made))),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
