import type { CompareRules } from "../notebook/compare/rules.ts";
import type { RunSettings } from "./options/run-options.ts";
import type { Injections } from "./plan/injected-cells.ts";
import type { RunEvent } from "./events.ts";
import type { Redactor } from "./secrets/redact-secrets.ts";
import type { Transport } from "./transport/transport.ts";

/** The paths of the notebooks in which a check found nothing, and when it began, in milliseconds. */
export type CleanNotebooks = { readonly sources: ReadonlySet<string>; readonly since: number };

/** The options of a run, and everything else that is the same for all its notebooks. */
export type RunContext = {
  readonly settings: RunSettings;
  /** The rules for comparing outputs, which a notebook can override; undefined when outputs are not compared. */
  readonly rules: CompareRules | undefined;
  /** The folder for pictures of differences. */
  readonly differences: string;
  /** The values for the notebooks' parameters. */
  readonly injections: Injections;
  /** Variables for every kernel. */
  readonly env: Readonly<Record<string, string>>;
  /** The notebooks without type errors; undefined when each kernel checks its own. */
  readonly clean: (() => Promise<CleanNotebooks>) | undefined;
  readonly redactor: Redactor;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
};
