import { ProjectConfigs } from "../../../kernel/child/modules/project/project-config.ts";
import { nearestTsconfig, readCompilerOptions } from "../../../kernel/project/tsconfig.ts";

/** The settings in tsconfig.json that apply to the files of a folder. */
export type Settings = {
  /** The patterns of imports, each with the files that they may stand for. */
  readonly pathsOf: (folder: string) => ProjectPaths;
  /** The files that were read for a folder. */
  readonly filesOf: (folder: string) => readonly string[];
};

type ProjectPaths = readonly { readonly pattern: string; readonly targets: readonly string[] }[];

/** A reader for the settings of folders. */
export function readSettings(): Settings {
  const configs = new ProjectConfigs();
  return {
    pathsOf: (folder) => configs.of(folder).paths,
    filesOf: (folder) => {
      const seen = new Map<string, string>();
      const file = nearestTsconfig(folder, seen);
      if (file !== undefined) readCompilerOptions(file, seen);
      return [...seen].flatMap(([path, signature]) => (signature === "" ? [] : [path]));
    },
  };
}
