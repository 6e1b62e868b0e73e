/** The methods that show content as outputs of the cell, one for each kind of content. */
export type Display = {
  javascript(script: string): void;
  html(html: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(svg: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  /** Shows content of any MIME type. */
  raw(contentType: string, content: string | Uint8Array): void;
};

/** Shows content as outputs of the cell that runs. */
export declare const display: Display;

/** Makes a display with a single output: its first call shows content, later calls replace it. */
export declare function newDisplay(): Display;

/** The version of tslab that this module is compatible with, and those of TypeScript and Node.js. */
export declare const versions: { readonly tslab: string; readonly typescript: string; readonly node: string };
