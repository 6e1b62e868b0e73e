import { constants } from "node:os";

/** The exit codes of `tsnb`, by what they mean. A command ended by a signal has `signalExitCode`. */
export const EXIT_CODE = {
  passed: 0,
  /** A cell failed, or another failure without a code of its own. */
  failed: 1,
  /** The command line, or a file that it names, cannot be used. */
  usage: 2,
  /** Outputs are not those that the notebook has stored. */
  different: 3,
  /** A kernel could not be started, or was lost. */
  kernel: 4,
  timeout: 5,
  /** Cells have type errors. */
  types: 6,
} as const;

// A shell adds the number of the signal to this.
const SIGNAL_EXIT = 128;

/** The exit code of a program that a signal ended: 130 for SIGINT, 143 for SIGTERM. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return SIGNAL_EXIT + constants.signals[signal];
}
