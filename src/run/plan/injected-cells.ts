import { NotebookReadError } from "../../notebook/errors.ts";
import { labelOf } from "../../notebook/find.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import type { RunSettings } from "../options/run-options.ts";
import { inTurn, possibleJobs } from "../parallel-tasks.ts";
import type { Secrets } from "../parameters/secret-parameters.ts";
import type { ParameterValues } from "../parameters/values.ts";
import type { Planned } from "./plan-notebooks.ts";

/** The values of a notebook's parameters, as the declared types read them. */
type Injection = {
  readonly values: ParameterValues;
  /** Adds the values to the notebook. */
  readonly inject: (notebook: Notebook) => Notebook;
};

/** The values for each notebook; notebooks without values are left out. */
export type Injections = ReadonlyMap<Planned, Injection>;

type Given = { readonly settings: RunSettings; readonly values: ParameterValues };

/** The values for one run of a notebook, as they were given. */
function valuesFor({ values }: Pick<Given, "values">, { combination }: Planned): ParameterValues {
  return { ...values, ...combination };
}

/**
 * Checks the values for the parameters of all notebooks before any of them runs. Notebooks that cannot be read are
 * skipped; the run reports them.
 *
 * @throws {ParameterError} for the first notebook that does not accept its values.
 */
export async function checkedInjections(plans: readonly Planned[], given: Given): Promise<Injections> {
  const hasValues = plans.some((plan) => Object.keys(valuesFor(given, plan)).length > 0);
  if (!hasValues && given.settings.secret.length === 0) return new Map();
  const bySource = new Map<string, Planned[]>();
  for (const plan of plans) bySource.set(plan.source, [...(bySource.get(plan.source) ?? []), plan]);
  const tasks = Array.from(bySource.values(), (same) => ({
    prepare: () => {},
    // Errors are kept, so that the one of the first notebook in order is thrown.
    run: () => injectionsOf(same, given).catch((error: unknown) => ({ error })),
  }));
  const found = await inTurn(tasks, possibleJobs());
  return new Map(
    found.flatMap((one) => {
      if ("error" in one) throw one.error;
      return [...one];
    }),
  );
}

/** The injections for the runs of one notebook. */
async function injectionsOf(plans: readonly Planned[], given: Given): Promise<Injections> {
  const [plan] = plans;
  if (plan === undefined) return new Map();
  let notebook: Notebook;
  try {
    notebook = await readNotebook(plan.source);
  } catch (error) {
    if (error instanceof NotebookReadError) return new Map();
    throw error;
  }
  // Parsers and the compiler are loaded only when notebooks get values.
  const [{ withParameters }, { injectedCell, withInjected }] = await Promise.all([
    import("../parameters/with-parameters.ts"),
    import("../parameters/inject.ts"),
  ]);
  const { secret, env } = given.settings;
  const secrets: Secrets = { names: secret, env: { ...process.env, ...env } };
  const all = plans.map((each) => valuesFor(given, each));
  const injected = await withParameters(notebook, all, secrets, {
    source: plan.source,
    label: labelOf(plan.source),
  });
  return new Map(
    plans.flatMap((each, index): [Planned, Injection][] => {
      const made = injected[index];
      const cell = made === undefined || made.notebook === notebook ? undefined : injectedCell(made.notebook);
      if (made === undefined || cell === undefined) return [];
      return [[each, { values: made.values, inject: (read) => withInjected(read, cell) }]];
    }),
  );
}
