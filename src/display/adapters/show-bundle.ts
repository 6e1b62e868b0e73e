import type { MimeBundle } from "../mime/mime.ts";

/** A place among the outputs that has a name; with `update` what it shows is replaced. */
type Slot = { readonly id: string; readonly update: boolean };

/** Shows a bundle as an output of the cell that runs. */
export type ShowBundle = (bundle: MimeBundle, slot?: Slot) => Promise<void>;
