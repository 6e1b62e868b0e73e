import { join } from "node:path";
import { API, DiagnosticCategory, type Diagnostic, type Project } from "typescript/unstable/async";
import type { JsonObject } from "../../../jupyter/json.ts";
import type { Compiler } from "./compiler.ts";

/** Documents to check as a whole. They need not exist as files. */
export type ProgramText = {
  /** The path of the settings, from which their relative paths resolve. */
  readonly configFile: string;
  readonly config: JsonObject;
  readonly texts: ReadonlyMap<string, string>;
};

/** A diagnostic about a document, or about a file that documents import. */
export type ProgramDiagnostic = {
  readonly file: string;
  /** UTF-16 offsets into its text. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly message: string;
};

/**
 * Checks programs, each with the files that it imports, by one compiler. Unlike the language server it gets one
 * question about everything, and takes as long as `tsc`. Hints are left out, as are diagnostics of the settings,
 * which miss documents without files.
 *
 * @returns the diagnostics of each program.
 * @param onRead called when the compiler has read all files.
 * @param compiler the TypeScript of this package: the API differs between versions.
 */
export async function diagnosePrograms(
  compiler: Compiler,
  directory: string,
  programs: readonly ProgramText[],
  onRead: () => void,
): Promise<readonly (readonly ProgramDiagnostic[])[]> {
  return withPrograms(compiler, directory, programs, (all) => {
    onRead();
    return Promise.all(all.map(diagnosticsOf));
  });
}

/** Runs `work` on programs while their compiler is alive. */
export async function withPrograms<T>(
  { program }: Compiler,
  cwd: string,
  programs: readonly ProgramText[],
  work: (projects: readonly (Project | undefined)[]) => Promise<T>,
): Promise<T> {
  const texts = new Map(programs.flatMap(({ texts: own }) => Array.from(own, ([file, text]) => [slashed(file), text])));
  for (const { configFile, config } of programs) texts.set(slashed(configFile), JSON.stringify(config));
  const api = new API({ tsserverPath: program, cwd, fs: { readFile: (file) => texts.get(file) } });
  try {
    const openProjects = programs.map(({ configFile }) => configFile);
    const snapshot = await api.updateSnapshot({ openProjects });
    const opened = openProjects.map((configFile) => snapshot.getProject(configFile));
    return await work(opened);
  } finally {
    await api.close();
  }
}

async function diagnosticsOf(project: Project | undefined): Promise<ProgramDiagnostic[]> {
  if (!project) return [];
  const { program } = project;
  const found = await Promise.all([program.getSyntacticDiagnostics(), program.getSemanticDiagnostics()]);
  return found.flat().flatMap((diagnostic) => {
    const { fileName, pos, end, code, category } = diagnostic;
    if (fileName === undefined || category !== DiagnosticCategory.Error) return [];
    return [{ file: join(fileName), start: pos, end, code, message: messageIn(diagnostic) }];
  });
}

// Formats as the language server does: each link of the chain on its own line, indented.
function messageIn({ text, messageChain = [] }: Diagnostic, depth = 0): string {
  const links = messageChain.map((link) => messageIn(link, depth + 1));
  return ["  ".repeat(depth) + text, ...links].join("\n");
}

// The compiler writes paths with slashes on all systems.
function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}
