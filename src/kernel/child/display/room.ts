import { bundleFrom } from "./content.ts";
import type { Bundle } from "../../link.ts";

type DisplayRoom = { readonly bundle: (value: unknown) => Promise<Bundle> };

let loaded: Promise<DisplayRoom> | undefined;

/** Charts, tables and pictures, loaded when the first one is shown. */
export function displayRoom(): Promise<DisplayRoom> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<DisplayRoom> {
  const { bundle }: { bundle: (value: unknown) => Promise<unknown> } = await import(
    new URL("../../../display/bundle.js", import.meta.url).href
  );
  return { bundle: async (value) => bundleFrom(await bundle(value)) };
}
