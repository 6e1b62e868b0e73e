import { NodeBuilderFlags } from "typescript/unstable/sync";
import type { JsonObject } from "../../jupyter/json.ts";
import { findCompiler, ownCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import { withProgram } from "../../kernel/types/compiler/program.ts";
import { programText } from "../compiler/programs.ts";
import type { CheckSubject } from "../subject.ts";
import { declaringModule, moduleFile, checkedParametersCell } from "./declaring-module.ts";
import type { Parameter } from "./parameter.ts";
import { schemaOf } from "./schema.ts";
import { topLevelVariables } from "./top-level-variables.ts";

/** The parameters of a notebook, with what the compiler knows about them; undefined when no cell declares any. */
export function readParameters(subject: CheckSubject): readonly Parameter[] | undefined {
  const cell = checkedParametersCell(subject);
  if (!cell) return undefined;
  const { text, from } = declaringModule(subject, cell);
  const file = moduleFile(subject);
  const compiler = ownCompiler() ?? findCompiler(subject.directory);
  const program = programText(subject.directory, subject.language, new Map([[file, text]]));
  return withProgram(compiler, subject.directory, program, (project) => {
    const variables = topLevelVariables(cell.code);
    if (!project) return [];
    const { checker } = project;
    const symbols = checker.getSymbolAtPosition(
      file,
      variables.map(({ start }) => from + start),
    );
    return variables.map(({ name, valueText, value, description }, index): Parameter => {
      const symbol = symbols[index];
      const type = symbol && checker.getTypeOfSymbol(symbol);
      const flags = NodeBuilderFlags.NoTruncation | NodeBuilderFlags.InTypeAlias;
      const schema: JsonObject = {
        ...(type ? schemaOf(type, project) : {}),
        ...(description === "" ? {} : { description }),
        ...(value === undefined ? {} : { default: value }),
      };
      const shown = type ? checker.typeToString(type, undefined, flags) : "any";
      return { name, type: shown, defaultText: valueText, description, schema };
    });
  });
}
