import type { Kernel as WidgetKernel } from "../../../widgets/model/kernel.ts";
import type { Port as WidgetPort } from "../../../widgets/model/port.ts";
import type { Comm, CommExtras, Comms } from "../comms.ts";
import { bundleFrom } from "../../../display/mime/content.ts";
import type { InputPrompts } from "../input/ask-for-input.ts";
import type { Displays } from "../display/displays.ts";
import { bundleOf } from "../display/value-bundle.ts";

/** The kernel's interface for `tsnb/display` and `tsnb/widgets`, found at `globalThis[Symbol.for("tsnb.kernel")]`. */
export type KernelApi = WidgetKernel &
  Pick<WidgetPort, "onComm"> & {
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
  };

type KernelApiParts = Pick<KernelApi, "capture" | "report" | "onRerun"> & {
  readonly displays: Displays;
  readonly comms: Comms;
  readonly inputs: InputPrompts;
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
