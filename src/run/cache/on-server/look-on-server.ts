import { dirname } from "node:path";
import { KernelSession } from "../../execute/session/kernel-session.ts";
import { timeLimit } from "../../execute/time-limits.ts";
import { KernelStartError } from "../../errors/notebook-errors.ts";
import { startupSeconds } from "../../options/startup-seconds.ts";
import type { RunContext } from "../../run-context.ts";
import type { CacheSubject } from "../inputs/collect-inputs.ts";
import { KernelThere, serversOf } from "./server-cache.ts";
import { requireReportingKernel } from "./unreported-inputs-error.ts";

/**
 * Starts a notebook's kernel on a server to ask what its outputs depend on there, and ends it again.
 *
 * @param work gets the notebook with that kernel as its place.
 * @throws {UnreportedInputsError} when the kernel does not answer.
 * @throws {ServerError | KernelStartError} when it cannot be started, or is lost.
 */
export async function onServer<Result>(
  subject: CacheSubject,
  { settings, transport }: Pick<RunContext, "settings" | "transport">,
  work: (there: CacheSubject) => Promise<Result>,
): Promise<Result> {
  const { kernel, source, env } = subject;
  requireReportingKernel(kernel.name);
  const seconds = startupSeconds(settings, true);
  const request = { name: kernel.name, path: dirname(source), env, startupSeconds: seconds };
  const session = await KernelSession.start(transport, request);
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = timeLimit(seconds, () =>
      reject(new KernelStartError(kernel.name, `it did not answer within ${seconds} s`)),
    );
  });
  const lost = session.died.then(({ reason }): never => {
    throw new KernelStartError(kernel.name, reason);
  });
  const asked = async (): Promise<Result> => {
    await session.ready;
    return work(new KernelThere(subject, session, serversOf({ settings, transport })).subject);
  };
  try {
    return await Promise.race([asked(), lost, late]);
  } finally {
    clearTimeout(limit);
    await session.close();
  }
}
