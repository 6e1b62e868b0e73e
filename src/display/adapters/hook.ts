import type { MimeBundle } from "../mime.ts";

const HOOK = Symbol.for("tsnb.display");

/** A kernel's own way to show a bundle: a function that it put at `globalThis[Symbol.for("tsnb.display")]`. */
export function hookDisplay(): ((bundle: MimeBundle) => Promise<void>) | undefined {
  const hook: unknown = Reflect.get(globalThis, HOOK);
  if (typeof hook !== "function") {
    return undefined;
  }
  return async (bundle) => {
    await Reflect.apply(hook, undefined, [bundle]);
  };
}
