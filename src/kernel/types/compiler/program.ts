import { API, type Project } from "typescript/unstable/sync";
import type { Compiler } from "./find-compiler.ts";
import { type ProgramText, textsOf } from "./program-text.ts";

/**
 * Runs `work` on a program while its compiler is alive. This process blocks on each answer: otherwise tsc 7.0.2 would
 * outlive it if it were killed in between.
 *
 * @param compiler the TypeScript of this package: the API differs between versions.
 */
export function withProgram<T>(
  { program }: Compiler,
  cwd: string,
  text: ProgramText,
  work: (project: Project | undefined) => T,
): T {
  const texts = textsOf([text]);
  const api = new API({ tsserverPath: program, cwd, fs: { readFile: (file) => texts.get(file) } });
  try {
    return work(api.updateSnapshot({ openProjects: [text.configFile] }).getProject(text.configFile));
  } finally {
    api.close();
  }
}
