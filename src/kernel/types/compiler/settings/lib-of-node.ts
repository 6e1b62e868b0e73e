// The libraries that each version of Node was the first to have complete, except for a function or two.
const LIBS: readonly (readonly [major: number, lib: readonly string[]])[] = [
  [26, ["esnext"]],
  [24, ["es2025", "esnext.array", "esnext.error", "esnext.decorators", "esnext.disposable"]],
  [22, ["es2024", "es2025.collection", "es2025.iterator", "esnext.array", "esnext.decorators", "esnext.disposable"]],
];
const OLDEST = ["es2023", "es2024.string", "es2024.sharedmemory", "esnext.decorators", "esnext.disposable"];

/**
 * The language libraries of a version of Node, as in tsconfig.json's `lib`.
 *
 * @example
 * libOf("26.1.0"); // ["esnext"]
 */
export function libOf(version: string): readonly string[] {
  const major = Number(version.split(".")[0]);
  return LIBS.find(([from]) => major >= from)?.[1] ?? OLDEST;
}
