import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import type { Kernelspec } from "../../jupyter/kernelspec.ts";
import { missingOn } from "../../kernel/kernelspec.ts";
import type { KernelFact } from "./facts.ts";

const PROGRAM_MS = 20_000;

/** What a kernelspec leads to; nothing of it is started but Node.js, for its version. */
export async function kernelFact(spec: Kernelspec): Promise<KernelFact> {
  const { name, dir, language, argv } = spec;
  const [program = ""] = argv;
  const found = await findProgram(program);
  const kind = kindOf(argv);
  const node = found !== undefined && isNode(program) ? await saidBy(found, ["--version"]) : undefined;
  const script = isNode(program) ? scriptIn(spec) : undefined;
  return {
    name,
    dir,
    language,
    kind,
    program,
    programExists: found !== undefined,
    ...(node === undefined ? {} : { node }),
    ...(script === undefined ? {} : { script: { path: script, exists: await isThere(script) } }),
    missing: kind === "tsnb" && node !== undefined ? missingOn(node) : [],
  };
}

/** Whose kernel a command starts. */
export function kindOf(argv: readonly string[]): KernelFact["kind"] {
  if (argv.some((part) => /[\\/]kernel[\\/]main\.c?js$/.test(part)) && argv.includes("--connection-file"))
    return "tsnb";
  return argv.some((part) => /^[jt]slab(\.cmd)?$/.test(basename(part))) ? "tslab" : "other";
}

/** What a program prints, in one line of text; undefined when it fails. */
export async function saidBy(program: string, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)(program, args, { timeout: PROGRAM_MS, windowsHide: true })).stdout.trim();
  } catch {
    return undefined;
  }
}

/** The file that a program's name stands for: itself, or the first of that name on the PATH. */
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

function isNode(program: string): boolean {
  return /^node(js)?(\.exe)?$/i.test(basename(program));
}

function scriptIn({ argv, dir }: Kernelspec): string | undefined {
  const script = argv.slice(1).find((part) => !part.startsWith("-") && part !== "{connection_file}");
  return script?.replaceAll("{resource_dir}", dir);
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
