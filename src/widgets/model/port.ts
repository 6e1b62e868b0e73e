import type { JsonObject } from "../../jupyter/json.ts";

/** A message from the browser. */
export type CommEvent = {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
};

type CommExtras = { readonly metadata?: object; readonly buffers?: readonly ArrayBufferView[] };

/** A connection to a model in the browser. */
export type WidgetComm = {
  readonly id: string;
  onMessage: ((event: CommEvent) => unknown) | undefined;
  onClose: ((event: CommEvent) => unknown) | undefined;
  send(data: object, extras?: CommExtras): void;
  close(): void;
};

/** The services that widgets need from the kernel they run in. */
export type Port = {
  readonly openComm: (target: string, data: object, extras: CommExtras) => WidgetComm;
  readonly onComm: (target: string, handler: (comm: WidgetComm, event: CommEvent) => unknown) => void;
};

const KERNEL = Symbol.for("tsnb.kernel");

/** The kernel that runs this process; undefined in a plain script, and in kernels without comms. */
export function kernelPort(): Port | undefined {
  const kernel: unknown = Reflect.get(globalThis, KERNEL);
  return isPort(kernel) ? kernel : undefined;
}

function isPort(kernel: unknown): kernel is Port {
  return typeof kernel === "object" && kernel !== null && "openComm" in kernel && "onComm" in kernel;
}
