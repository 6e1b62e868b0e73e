import type { ErrorReport } from "../../jupyter/error-report.ts";
import type { JsonObject } from "../../jupyter/json.ts";

/** An output of code, in nbformat's form. */
export type OutputItem =
  | {
      readonly output_type: "display_data";
      /** The content by MIME type. */
      readonly data: JsonObject;
      /** The metadata by MIME type, such as a picture's width. */
      readonly metadata: JsonObject;
    }
  | {
      readonly output_type: "stream";
      /** The stream that was written to. */
      readonly name: "stdout" | "stderr";
      /** The text that was written, which may end in the middle of a line. */
      readonly text: string;
    }
  | ({ readonly output_type: "error" } & ErrorReport);

/** Receives the outputs of captured code; `clear` when the code removes its outputs. */
export type Sink = (output: OutputItem | "clear") => void;

/** The part of tsnb's own kernel that widgets use, besides comms. */
export type Kernel = {
  /** True when somebody may move controls. */
  readonly isAttended: boolean;
  /** Runs code and passes on its outputs; rejects with what it throws, and when it is stopped. */
  readonly capture: (code: () => unknown, sink: Sink) => Promise<unknown>;
  readonly report: (error: unknown) => ErrorReport;
  /** Calls `end` once when the cell that runs now is run again or was deleted; the returned function prevents that. */
  readonly onRerun: (end: () => void) => () => void;
};

const KERNEL = Symbol.for("tsnb.kernel");

/** The kernel that runs this process; undefined in a plain script and in other kernels. */
export function ownKernel(): Kernel | undefined {
  const kernel: unknown = Reflect.get(globalThis, KERNEL);
  return isKernel(kernel) ? kernel : undefined;
}

function isKernel(kernel: unknown): kernel is Kernel {
  return typeof kernel === "object" && kernel !== null && "capture" in kernel;
}

/** Calls `end` once when the cell that runs now is run again or was deleted; the returned function prevents that. */
export function onRerun(end: () => void): () => void {
  return ownKernel()?.onRerun(end) ?? (() => {});
}

/** The function `stop`, which is also called when the cell that runs now is run again or was deleted. */
export function untilRerun(stop: () => void): () => void {
  const keep = onRerun(stop);
  return () => {
    keep();
    stop();
  };
}
