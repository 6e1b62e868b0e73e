import type { MimeBundle } from "../mime/mime.ts";

/** A named place among the outputs; `update` is true to replace what it shows. */
type Slot = { readonly id: string; readonly update: boolean };

/** Shows a bundle as an output of the running cell. */
export type ShowBundle = (bundle: MimeBundle, slot?: Slot) => Promise<void>;
