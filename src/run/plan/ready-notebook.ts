import { existsSync } from "node:fs";
import { labelOf } from "../../notebook/find.ts";
import { readNotebook } from "../../notebook/file/read.ts";
import type { Notebook } from "../../notebook/types.ts";
import { cellName, numbersInFile } from "../cell-numbers.ts";
import { readRanCode } from "./code-of-last-run.ts";
import { type PlannedCell, planCells } from "./plan-cells.ts";
import { fixedEnvironment, seedOf, unfixedNotice } from "./determinism.ts";
import { languageEnvironment, languageOf } from "../../notebook/code-language.ts";
import { kernelResources } from "./kernel-resources.ts";
import { chooseKernel } from "./choose-kernel.ts";
import type { ParameterValues } from "../parameters/values.ts";
import type { Planned } from "./plan-notebooks.ts";
import { type Resumed, resumed } from "./resume.ts";
import { withResumePoint } from "../../notebook/resume-point.ts";
import type { RunContext } from "../run-context.ts";

/** A notebook that was read, with the cells to run, the kernel, its variables and the parameters. */
export type ReadyNotebook = {
  /** The notebook as it is in its file. */
  readonly stored: Notebook;
  /** The notebook as it will run. */
  readonly notebook: Notebook;
  /** The numbers of the cells in the file, counted from 1; undefined for injected parameters. */
  readonly numbers: readonly (number | undefined)[];
  readonly cells: readonly PlannedCell[];
  /** The kernel's name. */
  readonly kernel: string;
  /** Variables for the kernel, in addition to the environment that all kernels get. */
  readonly env: Readonly<Record<string, string>>;
  /** The values for the notebook's parameters. */
  readonly parameters: ParameterValues;
  /** The ids of the cells that keep the outputs of an earlier run. */
  readonly kept: ReadonlySet<string>;
  /** The seed of a deterministic run; undefined when the run is not deterministic. */
  readonly seed: number | undefined;
};

type Context = Pick<RunContext, "settings" | "transport" | "injections" | "env">;

/**
 * Reads a notebook, adds the values of its parameters, and chooses its kernel and the cells to run.
 *
 * @param notice called with a phrase for each thing that the user should know.
 */
export async function readyNotebook(
  plan: Planned,
  context: Context,
  notice: (text: string) => void,
): Promise<ReadyNotebook> {
  const { settings, transport } = context;
  const { label, source } = plan;
  const read = await readNotebook(source, {
    label: labelOf(source),
    strict: settings.strict,
    onRepair: (repair) => notice(`repaired: ${repair}`),
  });
  const injection = context.injections.get(plan);
  const parameters = injection?.values ?? {};
  const own = injection?.inject(read) ?? read;
  const numbers = numbersInFile(own, read);
  const planned = planCells(own, label, settings, numbers);
  // Stored results of cells after `--until` say nothing about this run, so a later run resumes there.
  const pointed = withResumePoint(
    own,
    planned.find(({ isLeft, cell }) => isLeft && cell.execution_count !== null)?.cell.id,
  );
  const left = settings.resume ? await leftOf(pointed, planned, plan, settings, notice) : undefined;
  if (left !== undefined) notice(noticeOf(left));
  const { notebook, cells, kept } = left ?? { notebook: pointed, cells: planned, kept: new Set<string>() };
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
  return { stored: read, notebook, numbers, cells, kept, kernel, env, parameters, seed };
}

async function unfixedIn(kernel: string, { transport }: Context): Promise<string | undefined> {
  const kernels = await transport.listKernels();
  return unfixedNotice(kernel, kernels.find(({ name }) => name === kernel)?.language);
}

/** The cells that an earlier run into the same file left to run; undefined when no earlier run counts. */
async function leftOf(
  notebook: Notebook,
  planned: readonly PlannedCell[],
  { target }: Planned,
  settings: Context["settings"],
  notice: (text: string) => void,
): Promise<Resumed | undefined> {
  const earlier = existsSync(target) ? await readNotebook(target) : undefined;
  if (earlier === undefined) return undefined;
  const ran = settings.inplace ? await readRanCode(target) : undefined;
  if (settings.inplace && ran === undefined) {
    if (planned.some(({ cell }) => cell.execution_count !== null)) notice(UNKNOWN_CODE);
    return undefined;
  }
  return resumed(notebook, planned, earlier, settings, ran);
}

const UNKNOWN_CODE = "all its cells run: no earlier run in place on this machine recorded the code of its outputs";

function noticeOf({ first, cells }: Resumed): string {
  if (first) return `it continues at ${cellName(first.number)}; the cells before it run again, but keep their outputs`;
  const which = cells.some(({ isLeft }) => isLeft) ? "all its cells up to --until" : "all its cells";
  return `${which} succeeded in an earlier run; it is not run again`;
}
