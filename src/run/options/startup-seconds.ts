import type { RunSettings } from "./run-options.ts";

const SECONDS = 60;
const REMOTE_SECONDS = 300;

/** The time a kernel may take to start, in seconds; 0 for no limit. A cluster may need minutes. */
export function startupSeconds({ startupTimeout }: Pick<RunSettings, "startupTimeout">, isRemote: boolean): number {
  return startupTimeout ?? (isRemote ? REMOTE_SECONDS : SECONDS);
}
