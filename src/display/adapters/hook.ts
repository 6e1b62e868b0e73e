import { hasMethod } from "../object.ts";
import type { ShowBundle } from "./show-bundle.ts";

const HOOK = Symbol.for("tsnb.display");
const KERNEL = Symbol.for("tsnb.kernel");

/** A kernel's own way to show a bundle: a function that it put at `globalThis[Symbol.for("tsnb.display")]`. */
export function hookDisplay(): ShowBundle | undefined {
  const hook: unknown = Reflect.get(globalThis, HOOK);
  if (typeof hook !== "function") {
    return undefined;
  }
  return async (bundle, slot) => {
    await Reflect.apply(hook, undefined, slot === undefined ? [bundle] : [bundle, slot]);
  };
}

/** A kernel's own way to remove outputs: `clear` of what it put at `globalThis[Symbol.for("tsnb.kernel")]`. */
export function clearHook(): ((wait: boolean) => Promise<void>) | undefined {
  const kernel: unknown = Reflect.get(globalThis, KERNEL);
  if (!hasMethod(kernel, "clear")) {
    return undefined;
  }
  return async (wait) => {
    await Reflect.apply(kernel.clear, kernel, [wait]);
  };
}
