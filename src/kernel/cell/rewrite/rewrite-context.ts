import type { Names } from "../names.ts";

/** Facts about a cell that its syntax does not show. */
export type RewriteContext = {
  /** The names that earlier cells declared. */
  readonly names: Names;
  /** Globals that a cell may hide for itself, but not for packages. */
  readonly reserved: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
  /** The exports of each namespace. */
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  /** The names of a top-level `using`, before it became `const`. */
  readonly using: ReadonlyMap<string, "sync" | "async">;
  readonly usesHelpers: boolean;
};
