import { hasMethod } from "../object.ts";
import type { ShowBundle } from "./show-bundle.ts";

const HOOK = Symbol.for("tsnb.display");
const KERNEL = Symbol.for("tsnb.kernel");

/** The kernel's function that shows a bundle, at `globalThis[Symbol.for("tsnb.display")]`; undefined without one. */
export function hookDisplay(): ShowBundle | undefined {
  const hook: unknown = Reflect.get(globalThis, HOOK);
  if (typeof hook !== "function") {
    return undefined;
  }
  return async (bundle, slot) => {
    await Reflect.apply(hook, undefined, slot === undefined ? [bundle] : [bundle, slot]);
  };
}

/** The kernel's `clear`, which removes outputs, in `globalThis[Symbol.for("tsnb.kernel")]`; undefined without one. */
export function clearHook(): ((wait: boolean) => Promise<void>) | undefined {
  const kernel: unknown = Reflect.get(globalThis, KERNEL);
  if (!hasMethod(kernel, "clear")) {
    return undefined;
  }
  return async (wait) => {
    await Reflect.apply(kernel.clear, kernel, [wait]);
  };
}
