import type { Names } from "./names.ts";

/** What the syntax alone cannot say about a cell. */
export type RewriteContext = {
  /** What earlier cells declared. */
  readonly names: Names;
  /** Names of globals that a cell may hide for itself but not for packages. */
  readonly reserved: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
  /** Namespaces with the names that they export. */
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
  /** Names that a top-level `using` declared before it became `const`. */
  readonly using: ReadonlyMap<string, "sync" | "async">;
  readonly usesHelpers: boolean;
};
