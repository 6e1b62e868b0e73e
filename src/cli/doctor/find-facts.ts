import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataPaths } from "../../jupyter/data-paths.ts";
import { type Kernelspec, listKernelspecs } from "../../jupyter/kernelspec.ts";
import { tsnbKernelspec } from "../../kernel/kernelspec.ts";
import { findCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import { messageOf } from "../../util/error.ts";
import { packageRoot } from "../../util/package-root.ts";
import { packageVersion } from "../../util/package-version.ts";
import type { DoctorFacts, KernelFact, ProgramFact, TypescriptFact } from "./facts.ts";
import { findProgram, kernelFact } from "./kernel-facts.ts";
import { packageFacts } from "./package-facts.ts";
import { tryKernel } from "./try-kernel.ts";
import { outputOf } from "../../util/programs/program-output.ts";

/** Inspects everything that tsnb needs. Kernels are started one by one, so that their times can be compared. */
export async function findFacts(): Promise<DoctorFacts> {
  const { specs, problems } = await listKernelspecs();
  const kernels: KernelFact[] = [];
  for (const spec of specs) kernels.push(await started(spec));
  const isTried = kernels.some(({ kind, start }) => kind === "tsnb" && start !== undefined);
  return {
    tsnb: packageVersion(join(packageRoot(), "package.json")),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    packages: await packageFacts(),
    typescript: typescriptFact(process.cwd()),
    jupyter: await jupyterPrograms(),
    paths: dataPaths().map((path) => ({ path, exists: existsSync(path) })),
    kernels,
    malformed: problems.map(messageOf),
    ...(isTried ? {} : { bundled: await tryKernel(tsnbKernelspec()) }),
  };
}

async function started(spec: Kernelspec): Promise<KernelFact> {
  const fact = await kernelFact(spec);
  const canStart = fact.programProblem === undefined && fact.script?.exists;
  return fact.kind === "tsnb" && canStart ? { ...fact, start: await tryKernel(spec) } : fact;
}

function typescriptFact(folder: string): TypescriptFact {
  try {
    const { version, program } = findCompiler(folder);
    return { version, from: program === findCompiler(packageRoot()).program ? "tsnb" : "the project" };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

async function jupyterPrograms(): Promise<ProgramFact[] | undefined> {
  const program = await findProgram("jupyter");
  const said = program === undefined ? undefined : await outputOf(program, ["--version"]);
  if (said === undefined) return undefined;
  const wanted = new Set(["jupyterlab", "jupyter_server", "notebook"]);
  return said.split("\n").flatMap((line): ProgramFact[] => {
    const [name = "", version = ""] = line.split(":").map((part) => part.trim());
    return wanted.has(name) ? [{ name, version }] : [];
  });
}
