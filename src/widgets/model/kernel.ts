import type { JsonObject } from "../../jupyter/json.ts";

/** An error as Jupyter shows it. */
export type ErrorReport = { readonly ename: string; readonly evalue: string; readonly traceback: readonly string[] };

/** Something that code shows or prints, as a notebook stores it. */
export type OutputItem =
  | { readonly output_type: "display_data"; readonly data: JsonObject; readonly metadata: JsonObject }
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | ({ readonly output_type: "error" } & ErrorReport);

/** Takes what captured code shows; `clear` when it removes what it has shown. */
type Sink = (output: OutputItem | "clear") => void;

/** The part of tsnb's own kernel that widgets use, beside comms. */
export type Kernel = {
  /** True when somebody may move controls. */
  readonly isAttended: boolean;
  /** Runs code and takes what it shows and prints; rejects with what it throws, and when it is stopped. */
  readonly capture: (code: () => unknown, sink: Sink) => Promise<unknown>;
  readonly report: (error: unknown) => ErrorReport;
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
