import type { shownSoon } from "../../display/bundle.ts";

export type NotebookModule = {
  readonly meta: ImportMeta;
  readonly load: (specifier: string, options?: ImportCallOptions) => Promise<{ readonly [key: string]: unknown }>;
};

/** Imports the module that the notebook is for those that it imports; nothing but the hook's source has its exports. */
export type ImportNotebook = (url: string) => Promise<NotebookModule>;

// The entry uses this file too, and so keeps it in the process's first file: Node 20 gives code whose compiled
// form it did not make itself no `import` (see ../compile-cache.ts).
export const importNotebook: ImportNotebook = (url) => import(url);

let display: Promise<{ readonly shownSoon: typeof shownSoon }> | undefined;

/** Charts, tables and pictures, loaded when the first one is shown. */
export function displayRoom(): Promise<{ readonly shownSoon: typeof shownSoon }> {
  display ??= import("../../display/bundle.ts");
  return display;
}
