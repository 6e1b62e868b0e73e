import type { DoctorFacts, KernelFact, StartFact } from "./facts.ts";
import type { DoctorProblem } from "./problems.ts";

type Row = readonly string[];

/** The facts in aligned columns under headings, and the problems with their fixes. */
export function doctorReport(facts: DoctorFacts, problems: readonly DoctorProblem[]): string {
  const lines = [
    ...section("tsnb", installed(facts)),
    ...section("Jupyter", jupyterRows(facts)),
    ...facts.kernels.flatMap((kernel) => section(`Kernel "${kernel.name}"`, kernelRows(kernel))),
    ...(facts.bundled ? section("Kernel of this package", [["start", startText(facts.bundled)]]) : []),
  ];
  if (problems.length === 0) return [...lines, "No problems found."].join("\n");
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const told = problems.flatMap(({ what, fix }, index) => [
    `${index + 1}. ${what.replace(/\.$/, "")}.`,
    ...(fix === undefined ? [] : [`   ${fix}.`]),
  ]);
  return [...lines, `${count}:`, ...told].join("\n");
}

function section(title: string, rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([label = ""]) => label.length));
  return [title, ...rows.map(([label = "", text = ""]) => `  ${label.padEnd(width)}  ${text}`.trimEnd()), ""];
}

function installed({ tsnb, node, platform, packages, typescript }: DoctorFacts): Row[] {
  return [
    ["version", tsnb],
    ["Node.js", `${node} on ${platform}`],
    ...packages.map(({ name, version, problem }) => [name, problem === undefined ? version : `${version}, broken`]),
    ["TypeScript", "problem" in typescript ? "none" : `${typescript.version}, from ${typescript.from}`],
  ];
}

function jupyterRows({ jupyter, paths }: DoctorFacts): Row[] {
  const programs =
    jupyter === undefined
      ? [["installed", "not on the PATH; tsnb run works without it"]]
      : jupyter.map(({ name, version }) => [name, version]);
  const folders = paths.map(({ path, exists }, index) => [index === 0 ? "searched" : "", `${path}${notThere(exists)}`]);
  return [...programs, ...folders];
}

function kernelRows(kernel: KernelFact): Row[] {
  const { dir, language, kind, program, programProblem, node, script, missing, start } = kernel;
  return [
    ["folder", dir],
    ["kind", kind === "other" ? `other, for ${language || "no language"}` : `${kind}, for ${language}`],
    ["program", programProblem === undefined ? program : `${program} (${programProblem})`],
    ...(node === undefined ? [] : [["Node.js", node]]),
    ...(script === undefined ? [] : [["script", `${script.path}${notThere(script.exists)}`]]),
    ...(start === undefined ? [] : [["start", startText(start)]]),
    ...missing.map((what) => ["note", `on this Node.js, ${what}`]),
  ];
}

function notThere(exists: boolean): string {
  return exists ? "" : " (not there)";
}

function startText(start: StartFact): string {
  if ("problem" in start) return "failed";
  return `ready in ${Math.round(start.readyMs)} ms, 1 + 1 in ${Math.round(start.resultMs)} ms`;
}
