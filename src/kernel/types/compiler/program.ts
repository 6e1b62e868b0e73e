import { API, type Project } from "typescript/unstable/async";
import type { Compiler } from "./compiler.ts";
import { type ProgramText, textsOf } from "./program-text.ts";

/**
 * Runs `work` on programs while their compiler is alive.
 *
 * @param compiler the TypeScript of this package: the API differs between versions.
 */
export async function withPrograms<T>(
  { program }: Compiler,
  cwd: string,
  programs: readonly ProgramText[],
  work: (projects: readonly (Project | undefined)[]) => Promise<T>,
): Promise<T> {
  const texts = textsOf(programs);
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
