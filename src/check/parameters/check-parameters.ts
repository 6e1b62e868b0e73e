import { type Compiler, findCompiler, ownCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import { ProgramServer } from "../../kernel/types/compiler/program-server.ts";
import type { ProgramText } from "../../kernel/types/compiler/program-text.ts";
import { programText } from "../compiler/programs.ts";
import type { CheckSubject, SubjectCell } from "../subject.ts";
import { declaringModule, moduleFile, checkedParametersCell } from "./declaring-module.ts";
import type { ParameterProblem } from "./parameter.ts";
import { type TopLevelVariable, topLevelVariables } from "./top-level-variables.ts";

/** A value for a parameter, as code. */
export type ParameterCode = { readonly name: string; readonly code: string };

// An array that starts empty accepts anything.
const IMPLICIT = new Set([7005, 7034]);

/**
 * The findings in values for a notebook's parameters: names that it does not declare, and values that the
 * declared types do not allow, in the words of the compiler.
 */
export async function checkParameters(
  subject: CheckSubject,
  values: readonly ParameterCode[],
): Promise<readonly ParameterProblem[]> {
  const cell = checkedParametersCell(subject);
  const variables = cell ? topLevelVariables(cell.code) : [];
  const unknown = values.filter(({ name }) => !variables.some((variable) => variable.name === name));
  const known = values.filter((value) => !unknown.includes(value));
  const misfits = cell && known.length > 0 ? await misfitsAmong(subject, cell, known) : [];
  const problems = [...unknown.map(({ name }) => unknownParameter(name, variables)), ...misfits];
  return problems.toSorted((a, b) => indexOf(values, a.name) - indexOf(values, b.name));
}

async function misfitsAmong(
  subject: CheckSubject,
  cell: SubjectCell,
  values: readonly ParameterCode[],
): Promise<ParameterProblem[]> {
  const { directory, language } = subject;
  let { text } = declaringModule(subject, cell);
  // In a function declaration, outer variables have their declared types, whatever they hold.
  text += "\nfunction __tsnb_values() {\n";
  const starts = values.map(({ name, code }, index) => {
    const start = text.length;
    const variable = `__tsnb_value${index}`;
    text +=
      language === "javascript"
        ? `/** @type {typeof ${name}} */ const ${variable}`
        : `const ${variable}: typeof ${name}`;
    text += ` = ${code};\n`;
    return start;
  });
  text += "}\n";
  const file = moduleFile(subject);
  const compiler = ownCompiler() ?? findCompiler(directory);
  const program = programText(directory, language, new Map([[file, text]]));
  const found = await diagnosticsIn(program, compiler, directory);
  return values.flatMap(({ name, code }, index): ParameterProblem[] => {
    const [start = 0, end = text.length] = [starts[index], starts[index + 1]];
    const own = found.find(
      (one) => one.file === file && start <= one.start && one.start < end && !IMPLICIT.has(one.code),
    );
    if (!own) return [];
    const reason = (own.message.split("\n")[0] ?? "").replace(/\.$/, "");
    const message = `it does not take ${code}: ${reason}`;
    return [{ name, rule: "parameter-type", message }];
  });
}

async function diagnosticsIn(program: ProgramText, compiler: Compiler, directory: string) {
  const server = new ProgramServer(compiler, directory);
  try {
    const [found = []] = await server.diagnose([program]);
    return found;
  } finally {
    server.close();
  }
}

function unknownParameter(name: string, variables: readonly TopLevelVariable[]): ParameterProblem {
  const names = variables.map((variable) => variable.name).join(", ");
  const candidates = names === "" ? "the notebook declares none" : `the notebook declares ${names}`;
  return { name, rule: "unknown-parameter", message: `There is no parameter "${name}": ${candidates}` };
}

function indexOf(values: readonly ParameterCode[], wanted: string): number {
  return values.findIndex(({ name }) => name === wanted);
}
