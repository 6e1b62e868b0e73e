import { join } from "node:path";
import { API, DiagnosticCategory, type Diagnostic, type Project } from "typescript/unstable/async";
import type { JsonObject } from "../../../jupyter/json.ts";
import type { Compiler } from "./compiler.ts";

/** Documents to check as a whole. They need not exist as files, and none is written. */
export type ProgramText = {
  /** The path of the settings, which is where relative paths in them count from. */
  readonly configFile: string;
  readonly config: JsonObject;
  readonly texts: ReadonlyMap<string, string>;
};

/** A complaint about a document, or about a file that documents import. */
export type ProgramDiagnostic = {
  readonly file: string;
  /** UTF-16 offsets into its text. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
  readonly message: string;
};

/**
 * What one compiler says about programs, each with the files that it imports. Hints are left out. Other than the
 * language server it is asked once about everything, in which it takes as long as `tsc`; what it says of
 * settings is left out as well, because documents without files are missing for it.
 *
 * @returns what is said about each program.
 * @param onRead called when the compiler has read all files, and asks for no more.
 * @param compiler the TypeScript of this package: the interface is not the same in all versions.
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

/** Does something with programs while there is a compiler that knows them. */
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

// As the language server writes it: each link of the chain on a line, further in.
function messageIn({ text, messageChain = [] }: Diagnostic, depth = 0): string {
  const links = messageChain.map((link) => messageIn(link, depth + 1));
  return ["  ".repeat(depth) + text, ...links].join("\n");
}

// The compiler writes paths with slashes on all systems.
function slashed(file: string): string {
  return file.replaceAll("\\", "/");
}
