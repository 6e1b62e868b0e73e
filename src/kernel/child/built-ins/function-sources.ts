import { mayBeRewritten } from "../../cell/function-source.ts";
import type { Sources } from "../error-reports/stacks/compiled-sources.ts";
import { replaceBuiltIn, withOriginals } from "./original-builtins.ts";

const { apply, getOwnPropertyDescriptor } = Reflect;
const native = Function.prototype.toString;

/**
 * Makes the `toString` of cells' functions return their own code, without the kernel's additions. Libraries send it
 * elsewhere, such as to a worker or a browser page, where there is no kernel.
 */
export function showOwnCode(sources: Sources): void {
  const { toString } = {
    toString(this: unknown): string {
      const text: string = apply(native, this === toString ? native : this, []);
      return withOriginals(
        () => (mayBeRewritten(text) ? sources.functionSource(text, nameOf(this)) : undefined) ?? text,
      );
    },
  };
  replaceBuiltIn(Function.prototype, "toString", toString);
}

function nameOf(value: unknown): string | undefined {
  const name: unknown = getOwnPropertyDescriptor(Object(value), "name")?.value;
  return typeof name === "string" ? name : undefined;
}
