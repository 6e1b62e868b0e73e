import { TSLAB_SYMBOL } from "./virtual.ts";

/** The `require` of the cells: as the project's, and it knows `tslab`. */
export function notebookRequire(real: NodeJS.Require, before: () => void, after: () => void): NodeJS.Require {
  const require = (specifier: string): unknown => {
    if (specifier === "tslab") return Reflect.get(globalThis, Symbol.for(TSLAB_SYMBOL));
    before();
    try {
      return real(specifier);
    } finally {
      after();
    }
  };
  return Object.assign(require, {
    resolve: real.resolve,
    cache: real.cache,
    main: real.main,
    // Deprecated, and part of the type.
    extensions: Reflect.get(real, "extensions"),
  });
}
