import { CheckCancelledError } from "./errors.ts";
import { type RunningCompiler, withCompiler } from "./running-compiler.ts";

/**
 * Does work with a compiler that ends when the signal is aborted.
 *
 * @throws {CheckCancelledError} when the signal was aborted before the work ended.
 */
export async function cancellable<Result>(
  signal: AbortSignal | undefined,
  work: (running: RunningCompiler) => Promise<Result>,
): Promise<Result> {
  try {
    signal?.throwIfAborted();
    return await withCompiler(async (running) => {
      const stop = () => running.server.close();
      signal?.addEventListener("abort", stop);
      try {
        const result = await work(running);
        signal?.throwIfAborted();
        return result;
      } finally {
        signal?.removeEventListener("abort", stop);
      }
    });
  } catch (error) {
    throw signal?.aborted ? new CheckCancelledError() : error;
  }
}
