import { nearestTsconfig } from "../../kernel/project/tsconfig.ts";
import { configTroubles } from "../../kernel/types/compiler/settings/config-troubles.ts";
import { findCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import type { Diagnostic } from "../../kernel/types/service-interface.ts";
import type { CheckSubject } from "../subject.ts";

/**
 * The errors in the settings of the notebooks' projects. Under settings that the compiler cannot read, notebooks would
 * pass that `tsc` refuses.
 */
export async function settingsFindings(subjects: readonly Pick<CheckSubject, "directory">[]): Promise<Diagnostic[]> {
  const directories = new Map<string, string>();
  for (const { directory } of subjects) {
    const project = nearestTsconfig(directory);
    if (project !== undefined && !directories.has(project)) directories.set(project, directory);
  }
  const troubles = Array.from(directories, ([project, directory]) => configTroubles(findCompiler(directory), project));
  return (await Promise.all(troubles)).flat().map((trouble) => ({ ...trouble, severity: "error" }));
}
