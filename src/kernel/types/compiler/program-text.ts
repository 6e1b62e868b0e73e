import type { JsonObject } from "../../../jupyter/json.ts";

/** Documents that are checked together. They need not exist as files. */
export type ProgramText = {
  /** The path of the settings, from which their relative paths resolve. */
  readonly configFile: string;
  readonly config: JsonObject;
  readonly texts: ReadonlyMap<string, string>;
};

/** The documents of programs and their settings, by path. */
export function textsOf(programs: readonly ProgramText[]): ReadonlyMap<string, string> {
  const texts = new Map(
    programs.flatMap(({ texts: own }) => Array.from(own, ([file, text]) => [compilerPath(file), text])),
  );
  for (const { configFile, config } of programs) texts.set(compilerPath(configFile), JSON.stringify(config));
  return texts;
}

/** A path as the compiler writes it, with forward slashes on all systems. */
export function compilerPath(file: string): string {
  return file.replaceAll("\\", "/");
}
