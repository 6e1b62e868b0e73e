import type { CompareRules } from "../notebook/compare/rules.ts";
import type { RunSettings } from "./options/run-options.ts";
import type { Injections } from "./plan/injected-cells.ts";
import type { Values } from "./parameters/values.ts";
import type { RunEvent } from "./events.ts";
import type { Redactor } from "./redact-secrets.ts";
import type { Transport } from "./transport/transport.ts";

/** How notebooks are run: the options, and what is the same for all notebooks. */
export type RunContext = {
  readonly settings: RunSettings;
  /** How outputs are compared where a notebook says nothing else; undefined when they are not compared. */
  readonly rules: CompareRules | undefined;
  /** The folder for pictures of what differs. */
  readonly differences: string;
  /** Values for the notebooks' parameters. */
  readonly values: Values;
  /** How notebooks get them. */
  readonly injections: Injections;
  /** Variables for every kernel. */
  readonly env: Readonly<Record<string, string>>;
  readonly redactor: Redactor;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
};
