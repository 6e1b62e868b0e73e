import type { bundle } from "../../../display/bundle.ts";

let loaded: Promise<{ readonly bundle: typeof bundle }> | undefined;

/** Charts, tables and pictures, loaded when the first one is shown. */
export function displayRoom(): Promise<{ readonly bundle: typeof bundle }> {
  loaded ??= import("../../../display/bundle.ts");
  return loaded;
}
