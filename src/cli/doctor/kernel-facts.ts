import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, delimiter, isAbsolute, join } from "node:path";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { missingOn } from "../../kernel/kernelspec.ts";
import { askNode, programProblem } from "../node-program.ts";
import type { KernelFact } from "./facts.ts";

/** The facts about a kernelspec. Of its programs, only Node.js is started, to ask for its version. */
export async function kernelFact(spec: Kernelspec): Promise<KernelFact> {
  const { name, dir, language, argv } = spec;
  const [program = ""] = argv;
  const found = (await findProgram(program)) ?? program;
  const kind = kernelKind(argv);
  const isNode = startsNode(kind, program);
  const answer = isNode ? await askNode(found) : { problem: await programProblem(found) };
  const node = "version" in answer ? answer.version : undefined;
  const problem = "problem" in answer ? answer.problem : undefined;
  const script = isNode ? scriptIn(spec, kind) : undefined;
  return {
    name,
    dir,
    language,
    kind,
    program,
    ...(problem === undefined ? {} : { programProblem: problem }),
    ...(node === undefined ? {} : { node }),
    ...(script === undefined ? {} : { script: { path: script, exists: await isThere(script) } }),
    missing: kind === "tsnb" && node !== undefined ? missingOn(node) : [],
  };
}

/** The kind of kernel that a command starts. */
export function kernelKind(argv: readonly string[]): KernelFact["kind"] {
  if (argv.some(isOwnScript) && argv.includes("--connection-file")) return "tsnb";
  return argv.some(isTslab) ? "tslab" : "other";
}

/** The file of a program: the given path, or the first match on the PATH; undefined when there is none. */
export async function findProgram(program: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const endings = process.platform === "win32" ? ["", ".exe", ".cmd", ".bat"] : [""];
  const isPath = isAbsolute(program) || /[\\/]/.test(program);
  const folders = isPath ? [""] : (env["PATH"] ?? env["Path"] ?? "").split(delimiter);
  for (const folder of folders) {
    for (const ending of endings) {
      const file = `${isPath ? program : join(folder, program)}${ending}`;
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

// The kernels of this package run on Node.js, whatever its file name is; tslab's own command is a script.
function startsNode(kind: KernelFact["kind"], program: string): boolean {
  return kind === "other" ? /^node(js)?(\.exe)?$/i.test(basename(program)) : !isTslab(program);
}

function scriptIn({ argv, dir }: Kernelspec, kind: KernelFact["kind"]): string | undefined {
  const isScript = { tsnb: isOwnScript, tslab: isTslab, other: isArgument }[kind];
  return argv.slice(1).find(isScript)?.replaceAll("{resource_dir}", dir);
}

function isOwnScript(part: string): boolean {
  return /[\\/]kernel[\\/]main\.c?js$/.test(part);
}

function isTslab(part: string): boolean {
  return /^[jt]slab(\.cmd)?$/.test(basename(part));
}

function isArgument(part: string): boolean {
  return !part.startsWith("-") && part !== "{connection_file}";
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
