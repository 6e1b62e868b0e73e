/** Options for checking notebooks. */
export type CheckOptions = {
  /** True reports outputs that are not those of one run from top to bottom. Default: false. */
  readonly stale?: boolean;
  /** The number of errors after which the check ends. Default: no limit. */
  readonly maxErrors?: number;
  /** Ends the check early when it is aborted: it rejects with a `CheckCancelledError`. */
  readonly signal?: AbortSignal;
};
