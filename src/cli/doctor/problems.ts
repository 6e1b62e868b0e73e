import { isTooOld, OLDEST_NODE } from "../../kernel/kernelspec.ts";
import type { DoctorFacts, KernelFact, StartFact } from "./facts.ts";

/** A problem that keeps tsnb or a kernel from working, and the fix if `what` does not already say it. */
export type DoctorProblem = { readonly what: string; readonly fix?: string };

/** The problems, the most general first. */
export function problemsIn(facts: DoctorFacts): DoctorProblem[] {
  return [
    ...ofThisNode(facts),
    ...facts.packages.flatMap(({ name, problem }): DoctorProblem[] =>
      problem === undefined
        ? []
        : [
            {
              what: `${name} does not load: ${problem}`,
              fix: `Install tsnb's packages again on this machine (npm ci)`,
            },
          ],
    ),
    ...("problem" in facts.typescript ? [{ what: facts.typescript.problem }] : []),
    ...facts.malformed.map((what) => ({ what })),
    ...facts.kernels.flatMap(ofKernel),
    ...ofStart("tsnb's kernel", facts.bundled),
    ...ofAbsence(facts),
  ];
}

function ofThisNode({ node }: DoctorFacts): DoctorProblem[] {
  if (!isTooOld(node)) return [];
  return [{ what: `Node.js ${node} is too old: tsnb needs ${OLDEST_NODE} or newer`, fix: "Install a newer Node.js" }];
}

function ofKernel(kernel: KernelFact): DoctorProblem[] {
  const { name, dir, kind, program, programProblem, node, script, start } = kernel;
  const again = kind === "other" ? `Install that kernel again, or remove ${dir}` : `Run ${reinstall(kernel)}`;
  const title = `The kernel "${name}"`;
  if (programProblem !== undefined) {
    return [{ what: `${title} starts ${program}, but ${programProblem}`, fix: again }];
  }
  if (script && !script.exists) return [{ what: `${title} runs ${script.path}, which does not exist`, fix: again }];
  if (kind === "tsnb" && node !== undefined && isTooOld(node)) {
    return [{ what: `${title} starts Node.js ${node}; it needs ${OLDEST_NODE} or newer`, fix: again }];
  }
  return ofStart(title, start);
}

function ofStart(title: string, start: StartFact | undefined): DoctorProblem[] {
  if (start === undefined || !("problem" in start)) return [];
  return [
    {
      what: `${title} does not work: ${start.problem}`,
      fix: "Repair the other problems first. If it still fails, report a bug",
    },
  ];
}

// Without Jupyter, no kernelspec is needed: `tsnb run` comes with its own kernels.
function ofAbsence({ jupyter, kernels, malformed }: DoctorFacts): DoctorProblem[] {
  if (jupyter === undefined || malformed.length > 0 || kernels.some(({ kind }) => kind === "tsnb")) return [];
  return [{ what: "Jupyter finds no tsnb kernel", fix: "Run tsnb kernel install" }];
}

/** The command that rewrites a kernelspec in its place. */
function reinstall({ kind, dir }: KernelFact): string {
  const prefix = /^(.*)[\\/]share[\\/]jupyter[\\/]kernels[\\/][^\\/]+$/.exec(dir)?.[1];
  const isUsers = prefix === undefined || /[\\/]\.local$/.test(prefix);
  return ["tsnb kernel install", kind === "tslab" ? " --tslab" : "", isUsers ? "" : ` --prefix ${prefix}`].join("");
}
