import { join } from "node:path";
import { cellConfig, type CellConfig } from "../../kernel/types/compiler/settings/cell-config.ts";
import type { ProgramText } from "../../kernel/types/compiler/program-text.ts";
import { GLOBALS } from "../../kernel/types/modules/kernel-globals.ts";
import type { JsonObject } from "../../jupyter/json.ts";
import { joinAsWritten, type JoinedModule } from "./joined-module.ts";
import type { CodeLanguage } from "../../notebook/code-language.ts";
import type { CheckSubject } from "../subject.ts";

/** Notebooks with the same settings as one program, and the module of each. */
export type SubjectProgram = ProgramText & {
  readonly language: CodeLanguage;
  /** The tsconfig.json whose rules apply; undefined if there is none. */
  readonly project: string | undefined;
  readonly modules: ReadonlyMap<string, { readonly subject: CheckSubject; readonly module: JoinedModule }>;
};

/** Notebooks in one language with the same settings. */
type Group = { readonly config: CellConfig; readonly subjects: [CheckSubject, ...CheckSubject[]] };

/** The programs of notebooks: one for each set of settings, since one program reads many modules quickly. */
export function programsOf(subjects: readonly CheckSubject[]): readonly SubjectProgram[] {
  const configs = new Map<string, CellConfig>();
  const groups = new Map<string, Group>();
  for (const subject of subjects) {
    const { directory, language } = subject;
    const place = JSON.stringify([language, directory]);
    const config = configs.get(place) ?? cellConfig(directory, [], language);
    configs.set(place, config);
    const key = JSON.stringify([language, config.json]);
    const group = groups.get(key);
    if (group) group.subjects.push(subject);
    else groups.set(key, { config, subjects: [subject] });
  }
  return Array.from(groups.values(), programOf);
}

/** Documents in a folder as a program, under the settings of its notebooks. */
export function programText(
  directory: string,
  language: CodeLanguage,
  texts: ReadonlyMap<string, string>,
): ProgramText {
  const { json } = cellConfig(directory, [], language);
  return { configFile: join(directory, "__tsnb_texts.json"), config: settingsFor(json, texts), texts };
}

/** The settings and files that the programs of notebooks in a folder share. */
export function sharedProgram(directory: string): ProgramText {
  return programText(directory, "typescript", new Map([[join(directory, "__tsnb_globals.mts"), GLOBALS]]));
}

function programOf({ config: { json, project }, subjects }: Group, index: number): SubjectProgram {
  const { directory, language } = subjects[0];
  const globals = join(directory, `__tsnb_globals${index}.mts`);
  const modules = new Map(
    subjects.map((subject, number) => {
      const ending = language === "typescript" ? "mts" : "mjs";
      const file = join(subject.directory, `__tsnb_notebook${index}_${number}.${ending}`);
      return [file, { subject, module: joinAsWritten(subject) }] as const;
    }),
  );
  const texts = new Map(Array.from(modules, ([file, { module }]) => [file, module.text] as const)).set(
    globals,
    GLOBALS,
  );
  const config = settingsFor(json, texts);
  return { configFile: join(directory, `__tsnb_check${index}.json`), config, texts, modules, language, project };
}

function settingsFor(json: JsonObject, texts: ReadonlyMap<string, string>): JsonObject {
  return { ...json, files: [...texts.keys()] };
}
