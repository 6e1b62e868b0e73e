import type { JsonValue } from "../../jupyter/json.ts";

/** The MIME type that JupyterLab, Notebook 7 and VS Code draw as an interactive chart; they do not know later versions. */
export const VEGALITE = "application/vnd.vegalite.v5+json";

/** One value in several formats: the content, and the metadata, by MIME type. */
export type MimeBundle = {
  /** The content by MIME type: a string, base64 for bytes, or data for JSON types. */
  data: Record<string, JsonValue>;
  /** The metadata by MIME type, such as a picture's `width` and `height` in pixels; empty for most values. */
  metadata: Record<string, JsonValue>;
};

/** The key of the method that returns an object's display in a notebook; Deno's kernel knows it too. */
export const DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** The key of tsnb's own method, which also returns the metadata, such as a picture's width and height. */
export const BUNDLE: unique symbol = Symbol.for("tsnb.bundle");

/** An object that shows itself: the method returns the content for each MIME type. */
export type Displayable = {
  /** The content for each MIME type. */
  [DISPLAY](): MimeBundle["data"] | Promise<MimeBundle["data"]>;
};
