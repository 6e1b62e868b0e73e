import { join } from "node:path";
import { NodeBuilderFlags } from "typescript/unstable/sync";
import type { JsonObject } from "../../jupyter/json.ts";
import { type Compiler, findCompiler, ownCompiler } from "../../kernel/types/compiler/find-compiler.ts";
import { withProgram } from "../../kernel/types/compiler/program.ts";
import type { ProgramText } from "../../kernel/types/compiler/program-text.ts";
import { ProgramServer } from "../../kernel/types/compiler/program-server.ts";
import { programIn } from "../compiler/programs.ts";
import type { Subject, SubjectCell } from "../subject.ts";
import type { Parameter, ParameterProblem } from "./parameter.ts";
import { schemaOf } from "./schema.ts";
import { variablesIn, type Variable } from "./top-level-variables.ts";

/** A value for a parameter, as code. */
export type ParameterCode = { readonly name: string; readonly code: string };

// An array that starts empty accepts anything.
const IMPLICIT = new Set([7005, 7034]);

/** The cell that declares the parameters of a notebook; undefined if there is none. */
export function parametersCell({ cells }: Subject): SubjectCell | undefined {
  return cells.find(({ tags }) => tags.includes("parameters"));
}

/** The parameters of a notebook, with what the compiler knows about them; undefined when no cell declares any. */
export function readParameters(subject: Subject): readonly Parameter[] | undefined {
  const cell = parametersCell(subject);
  if (!cell) return undefined;
  const { text, from } = declaringModule(subject, cell);
  const file = moduleFile(subject);
  const compiler = ownCompiler() ?? findCompiler(subject.directory);
  const program = programIn(subject.directory, subject.language, new Map([[file, text]]));
  return withProgram(compiler, subject.directory, program, (project) => {
    const variables = variablesIn(cell.code);
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

/**
 * The findings in values for a notebook's parameters: names that it does not declare, and values that the
 * declared types do not allow, in the words of the compiler.
 */
export async function checkParameters(
  subject: Subject,
  values: readonly ParameterCode[],
): Promise<readonly ParameterProblem[]> {
  const cell = parametersCell(subject);
  const variables = cell ? variablesIn(cell.code) : [];
  const unknown = values.filter(({ name }) => !variables.some((variable) => variable.name === name));
  const known = values.filter((value) => !unknown.includes(value));
  const misfits = cell && known.length > 0 ? await misfitsAmong(subject, cell, known) : [];
  const problems = [...unknown.map(({ name }) => unknownParameter(name, variables)), ...misfits];
  return problems.toSorted((a, b) => indexOf(values, a.name) - indexOf(values, b.name));
}

async function misfitsAmong(
  subject: Subject,
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
  const program = programIn(directory, language, new Map([[file, text]]));
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

function unknownParameter(name: string, variables: readonly Variable[]): ParameterProblem {
  const names = variables.map((variable) => variable.name).join(", ");
  const candidates = names === "" ? "the notebook declares none" : `the notebook declares ${names}`;
  return { name, rule: "unknown-parameter", message: `There is no parameter "${name}": ${candidates}` };
}

/** The cells up to the one with the parameters as a module, and the offset of that cell in it. */
function declaringModule({ cells }: Subject, cell: SubjectCell): { readonly text: string; readonly from: number } {
  const before = cells.filter(({ index }) => index < cell.index).map(({ code }) => `${code}\n;\n`);
  const text = before.join("");
  // The type of a constant is its own value; a parameter may have other values of the kind.
  return { text: text + cell.code.replaceAll(/\bconst\b(?!\s+enum\b)(?<!\bas\s+const)/g, "let  "), from: text.length };
}

function moduleFile({ directory, language }: Subject): string {
  return join(directory, `__tsnb_parameters.${language === "javascript" ? "mjs" : "mts"}`);
}

function indexOf(values: readonly ParameterCode[], wanted: string): number {
  return values.findIndex(({ name }) => name === wanted);
}
