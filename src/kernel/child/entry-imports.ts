import type { shownSoon } from "../../display/bundle.ts";

export type NotebookScope = {
  readonly meta: ImportMeta;
  readonly load: (specifier: string, options?: ImportCallOptions) => Promise<{ readonly [key: string]: unknown }>;
};

/** Imports the notebook's own module, whose source the module hooks provide. */
export type ImportNotebook = (url: string) => Promise<NotebookScope>;

// The entry imports this file, so it is bundled into the process's first file: Node 20 gives no `import()` to
// code from tsnb's compile cache (see ../process/compile-cache.ts).
export const importNotebook: ImportNotebook = (url) => import(url);

let display: Promise<{ readonly shownSoon: typeof shownSoon }> | undefined;

/** Loads the code for charts, tables and pictures, once the first one is shown. */
export function displayRoom(): Promise<{ readonly shownSoon: typeof shownSoon }> {
  display ??= import("../../display/bundle.ts");
  return display;
}
