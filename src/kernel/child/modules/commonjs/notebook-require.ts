import { installedPart } from "../module-runtime.ts";

export type RequireEvents = {
  /** The file of the project that a specifier stands for; undefined leaves the lookup to Node. */
  readonly find: (specifier: string) => string | undefined;
  readonly before: () => void;
  readonly after: () => void;
  /** Called when loading failed; the stack of `site` gives the place of the call. */
  readonly failed: (specifier: string, error: unknown, site: Error) => void;
};

/** The `require` of the cells: that of the project, which also knows `tslab` and the paths of tsconfig.json. */
export function notebookRequire(real: NodeJS.Require, { find, before, after, failed }: RequireEvents): NodeJS.Require {
  const require = (specifier: string): unknown => {
    if (specifier === "tslab") return installedPart("tslab");
    before();
    try {
      return real(find(specifier) ?? specifier);
    } catch (error) {
      failed(specifier, error, new Error("require"));
      throw error;
    } finally {
      after();
    }
  };
  const resolve = (specifier: string, options?: NodeJS.RequireResolveOptions): string =>
    real.resolve((options === undefined ? find(specifier) : undefined) ?? specifier, options);
  return Object.assign(require, {
    resolve: Object.assign(resolve, { paths: real.resolve.paths }),
    cache: real.cache,
    main: real.main,
    // Deprecated, but part of the type.
    extensions: Reflect.get(real, "extensions"),
  });
}
