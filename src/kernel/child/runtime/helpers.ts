import type { CompiledHelpers, LegacyDecorator } from "../../cell/runtime-interface.ts";
import { decorateClass } from "./decorations.ts";
import { isObject } from "../is-object.ts";

/** The helpers for decorators, and for `using` where Node lacks it. */
export const compiledHelpers: CompiledHelpers = {
  decorators: decorateClass,
  decorate,
  decorateMetadata,
  decorateParam,
  usingCtx,
};

function decorate(
  applied: readonly (LegacyDecorator | undefined)[],
  target: object,
  key?: PropertyKey,
  given?: unknown,
) {
  if (key === undefined) {
    return applied.reduceRight<unknown>((decorated, decorator) => decorator?.(decorated) ?? decorated, target);
  }
  const descriptor = given === null ? Object.getOwnPropertyDescriptor(target, key) : given;
  const result = applied.reduceRight<unknown>(
    (current, decorator) => decorator?.(target, key, current) ?? current,
    descriptor,
  );
  if (typeof result === "object" && result !== null) Object.defineProperty(target, key, result);
  return result;
}

function decorateMetadata(key: unknown, value: unknown): LegacyDecorator | undefined {
  const metadata: unknown = Reflect.get(Reflect, "metadata");
  return typeof metadata === "function" ? metadata(key, value) : undefined;
}

function decorateParam(index: number, decorator: LegacyDecorator): LegacyDecorator {
  return (target, key) => decorator(target, key, index);
}

const NOTHING = Symbol("no error");

/** The resources of one block. */
function usingCtx() {
  const disposals: { run: () => unknown; isAsync: boolean }[] = [];
  let error: unknown = NOTHING;
  const take = <T>(resource: T, isAsync: boolean): T => {
    if (resource === null || resource === undefined) return resource;
    const dispose = disposerOf(resource, isAsync);
    disposals.push({ run: () => Reflect.apply(dispose, resource, []), isAsync });
    return resource;
  };
  const failed = (thrown: unknown): void => {
    error = error === NOTHING ? thrown : suppressed(thrown, error);
  };
  const disposeAll = (): unknown => {
    for (let last = disposals.pop(); last; last = disposals.pop()) {
      try {
        const result = last.run();
        if (last.isAsync) return Promise.resolve(result).catch(failed).then(disposeAll);
      } catch (thrown) {
        failed(thrown);
      }
    }
    if (error !== NOTHING) throw error;
    return undefined;
  };
  return {
    set e(thrown: unknown) {
      error = thrown;
    },
    u: <T>(resource: T) => take(resource, false),
    a: <T>(resource: T) => take(resource, true),
    d: disposeAll,
  };
}

/** The dispose method of a resource. */
export function disposerOf(resource: unknown, isAsync: boolean): (...args: unknown[]) => unknown {
  const symbols = isAsync ? [Symbol.asyncDispose, Symbol.dispose] : [Symbol.dispose];
  for (const symbol of symbols) {
    const dispose: unknown = isObject(resource) ? Reflect.get(resource, symbol) : undefined;
    if (typeof dispose === "function") return (...args) => Reflect.apply(dispose, resource, args);
  }
  throw new TypeError(`The value of a using declaration has no [Symbol.${isAsync ? "asyncDispose" : "dispose"}]()`);
}

/** A SuppressedError of two errors; a plain error with that name where Node lacks the class. */
export function suppressed(error: unknown, earlier: unknown): Error {
  const Suppressed: unknown = Reflect.get(globalThis, "SuppressedError");
  if (typeof Suppressed === "function") return Reflect.construct(Suppressed, [error, earlier]);
  const both = new Error("An error was suppressed during disposal");
  return Object.assign(both, { name: "SuppressedError", error, suppressed: earlier });
}
