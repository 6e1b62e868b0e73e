import type { Loss } from "../../transport/transport.ts";
import type { KernelModel } from "../kernels/kernel-model.ts";

/** A message in the form that the connection carries. */
export type Data = string | ArrayBuffer;

/** The time that a server may be away, in milliseconds: `down` when it certainly does not run, else `away`. */
export type Patience = { readonly down: number; readonly away: number };

/** A listener to a socket, in addition to the client that opened it. */
export type SocketListener = {
  readonly patience: Patience;
  /** The connection was lost; the socket tries to reconnect. */
  readonly onDropped: () => void;
  /** The server is back, with its description of the kernel; the connection follows. */
  readonly onReturning: (model: KernelModel) => void;
  /** The connection is open, for the first time or again. */
  readonly onOpened: () => void;
  /** The server's latest description of the kernel. */
  readonly onLooked: (model: KernelModel) => void;
  /** A message to the kernel whose answer shows that it is still the same; undefined when no check is needed. */
  readonly question: (protocol: string) => Data | undefined;
  /** Called with a function that asks the question at once. */
  readonly onMade: (ask: () => void) => void;
  /** The kernel, or the connection to it, is lost for good. */
  readonly onLost: (loss: Loss) => void;
};
