import type { Connection } from "../jupyter/connection-file.ts";
import type { KernelProcess } from "../run/transport/kernel-process.ts";

/** The connection to a launched kernel, as Enterprise Gateway reads it. */
export type LaunchedConnection = Connection & {
  readonly kernel_id: string;
  readonly pid: number;
  readonly pgid: number;
  /** The port on which the launcher takes signals for the kernel. */
  readonly comm_port: number;
};

/**
 * The connection that a launcher sends to its gateway.
 *
 * @param kernelId the id that the gateway gave the kernel.
 * @param commPort the port on which the launcher takes signals for the kernel.
 */
export function launchedConnection(
  { connection, pid }: Pick<KernelProcess, "connection" | "pid">,
  kernelId: string,
  commPort: number,
): LaunchedConnection {
  return { ...connection, kernel_id: kernelId, pid, pgid: pid, comm_port: commPort };
}
