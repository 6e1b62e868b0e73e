import { existsSync } from "node:fs";
import { labelOf } from "../../notebook/find.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import { cellName, numbersInFile } from "../cell-numbers.ts";
import { type PlannedCell, planCells } from "./plan-cells.ts";
import { fixedEnvironment, seedOf, unfixedNotice } from "./determinism.ts";
import { languageEnvironment, languageOf } from "../../notebook/code-language.ts";
import { kernelResources } from "./kernel-resources.ts";
import { chooseKernel } from "./choose-kernel.ts";
import type { Secrets } from "../parameters/secret-parameters.ts";
import type { Values } from "../parameters/values.ts";
import type { Planned } from "./plan-notebooks.ts";
import { type Resumed, resumed } from "./resume.ts";
import type { RunContext } from "../run-context.ts";

/** A notebook that was read, and what is to run, where, and with what. */
export type ReadyNotebook = {
  /** The notebook as its file has it. */
  readonly stored: Notebook;
  /** The notebook as it is to run. */
  readonly notebook: Notebook;
  /** The numbers of its cells in the file. */
  readonly numbers: readonly (number | undefined)[];
  readonly cells: readonly PlannedCell[];
  /** The kernel's name. */
  readonly kernel: string;
  /** Variables for the kernel, on top of the environment that all kernels get. */
  readonly env: Readonly<Record<string, string>>;
  /** The values for the notebook's parameters. */
  readonly parameters: Values;
  /** The seed that fixes what would differ from run to run; undefined when nothing is fixed. */
  readonly seed: number | undefined;
};

type Context = Pick<RunContext, "settings" | "transport" | "values" | "env">;

/**
 * Reads a notebook, gives it the values of its parameters, and chooses its kernel and the cells that are to run.
 *
 * @param notice called with a sentence for each thing that the user should know of.
 */
export async function readyNotebook(
  plan: Planned,
  context: Context,
  notice: (text: string) => void,
): Promise<ReadyNotebook> {
  const { settings, transport } = context;
  const { label, source, combination } = plan;
  const read = await readNotebook(source, {
    label: labelOf(source),
    strict: settings.strict,
    onRepair: (repair) => notice(`repaired: ${repair}`),
  });
  const parameters = { ...context.values, ...combination };
  const takes = Object.keys(parameters).length > 0 || settings.secret.length > 0;
  const secrets = { names: settings.secret, env: { ...process.env, ...settings.env } };
  const own = takes ? await withParameters(read, parameters, secrets, plan) : read;
  const numbers = numbersInFile(own, read);
  const left = settings.resume ? await leftOf(own, numbers, plan, context) : undefined;
  if (left !== undefined) notice(left.notice);
  const notebook = left?.notebook ?? own;
  const from = left === undefined || left.isDone ? settings.from : left.first;
  const planned = planCells(notebook, label, { from, until: settings.until }, numbers);
  const cells = left?.isDone ? planned.map((cell) => ({ ...cell, action: "skip" as const })) : planned;
  const choice = settings.kernel === undefined ? await chooseKernel(own, label, transport) : undefined;
  if (choice?.notice !== undefined) notice(choice.notice);
  const kernel = choice?.name ?? settings.kernel ?? "";
  const seed = seedOf(read, settings, label);
  const unfixed = seed === undefined ? undefined : await unfixedIn(kernel, context);
  if (unfixed !== undefined) notice(unfixed);
  const fixed = seed === undefined ? {} : fixedEnvironment(seed, process.env);
  const language = languageOf(own);
  const spoken = kernel === "tsnb" && typeof language === "string" ? languageEnvironment(language) : {};
  const resources = transport.isRemote ? kernelResources(read, label) : {};
  const env = { ...spoken, ...fixed, ...resources, ...context.env };
  return { stored: read, notebook, numbers, cells, kernel, env, parameters, seed };
}

async function unfixedIn(kernel: string, { transport }: Context): Promise<string | undefined> {
  const kernels = await transport.listKernels();
  return unfixedNotice(kernel, kernels.find(({ name }) => name === kernel)?.language);
}

// Parsers and the compiler are loaded only for notebooks that get values.
async function withParameters(
  ...given: readonly [Notebook, Values, Secrets, Pick<Planned, "source" | "label">]
): Promise<Notebook> {
  const { withParameters: withValues } = await import("../parameters/with-parameters.ts");
  return withValues(...given);
}

/** The cell to resume at after an earlier run into the same file; undefined without one that counts. */
async function leftOf(
  notebook: Notebook,
  numbers: ReadyNotebook["numbers"],
  { target }: Planned,
  { settings }: Context,
): Promise<(Resumed & { readonly isDone: boolean; readonly notice: string }) | undefined> {
  const earlier = existsSync(target) ? await readNotebook(target) : undefined;
  if (earlier === undefined) return undefined;
  const { first, notebook: before } = resumed(notebook, earlier, settings);
  if (first === 0) return undefined;
  const isDone = first === notebook.cells.length;
  const goesOn = `it goes on at ${cellName(numbers[first])}; the cells before it run again, but keep their outputs`;
  const notice = isDone ? "all its cells succeeded in an earlier run; it is not run again" : goesOn;
  return { notebook: before, first, isDone, notice };
}
