import type { ErrorReport } from "../../link/messages.ts";
import type { Captured } from "../running/captures.ts";
import type { Comm, CommExtras, Comms } from "../comms.ts";
import { bundleFrom } from "../../../display/mime/content.ts";
import type { Inputs } from "../input/ask-for-input.ts";
import type { Displays } from "../display/displays.ts";
import { bundleOf } from "../display/value-bundle.ts";

/** The kernel's interface for `tsnb/display`, found at `globalThis[Symbol.for("tsnb.kernel")]`. */
export type KernelApi = {
  /** Shows a bundle `{ data, metadata }`; one with an id can be replaced later. */
  readonly show: (bundle: unknown, displayId?: string) => void;
  /** Replaces what was shown with this id. */
  readonly update: (bundle: unknown, displayId: string) => void;
  readonly clear: (wait: boolean) => void;
  /** Puts a bundle into the client's pager, which opens when the cell has ended. */
  readonly page: (bundle: unknown) => void;
  /** The bundle `{ data, metadata }` that shows a value. */
  readonly bundle: (value: unknown) => Promise<unknown>;
  readonly openComm: (target: string, data?: object, extras?: CommExtras & { targetModule?: string }) => Comm;
  readonly onComm: Comms["register"];
  /** True when a user may be there to answer questions and move controls. */
  readonly isAttended: boolean;
  /** Runs code whose outputs go to `sink`; rejects with the code's error, or when the running cell is stopped. */
  readonly capture: (code: () => unknown, sink: (output: Captured | "clear") => void) => Promise<unknown>;
  /** Formats a thrown value as the kernel does. */
  readonly report: (error: unknown) => ErrorReport;
  /** Calls `end` once when the running cell is run again or was deleted; the returned function prevents that. */
  readonly onRerun: (end: () => void) => () => void;
};

type KernelApiParts = Pick<KernelApi, "capture" | "report" | "onRerun"> & {
  readonly displays: Displays;
  readonly comms: Comms;
  readonly inputs: Inputs;
};

export function kernelApi({ displays, comms, inputs, capture, report, onRerun }: KernelApiParts): KernelApi {
  return {
    show: (bundle, displayId) => displays.show(bundleFrom(bundle), displayId),
    update: (bundle, displayId) => displays.update(bundleFrom(bundle), displayId),
    clear: (wait) => displays.clear(wait),
    page: (bundle) => displays.page(bundleFrom(bundle)),
    bundle: (value) => bundleOf(value),
    openComm: (target, data, extras) => comms.open(target, data, extras),
    onComm: (target, handler) => comms.register(target, handler),
    get isAttended() {
      return inputs.isAllowed;
    },
    capture,
    report,
    onRerun,
  };
}
