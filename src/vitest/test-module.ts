import { isSkipped } from "../notebook/skipped.ts";
import { SourceMap } from "magic-string";
import { dirname } from "node:path";
import { HELPERS } from "../kernel/cell/runtime-interface.ts";
import { languageOf } from "../notebook/code-language.ts";
import { parseNotebook } from "../notebook/file/read.ts";
import type { Cell, CodeCell } from "../notebook/types.ts";
import { assembleModule, type ModulePart } from "../kernel/notebooks/assemble-module.ts";
import { cellBody } from "../kernel/notebooks/cell-body.ts";
import { expectationOf } from "../notebook/expected-errors.ts";
import { testNames } from "./test-names.ts";
import { CELL_RUNNER } from "./cell-runner-code.ts";
import { importedSpecifier } from "./imported-specifier.ts";
import { placesIn } from "./file-places.ts";
import { importOfRuntime } from "./runtime-file.ts";

/** A module made from a notebook, or rewritten to import from one, with its source map. */
export type TestModule = {
  /** The code, in TypeScript or JavaScript. */
  readonly code: string;
  /** The source map to the notebook or file, as JSON. */
  readonly map: string;
};

/**
 * A notebook as a Vitest test file: each code cell is a test. The file and the lines of failures are those of the
 * notebook's own file.
 *
 * @param timeout the time that a cell may run, in milliseconds.
 * @throws {NotebookJsonError | NotebookVersionError | NotebookShapeError | CellSyntaxError}
 */
export function testModule(text: string, file: string, timeout: number): TestModule {
  const notebook = parseNotebook(text, file);
  const { cells } = notebook;
  const language = languageOf(notebook);
  if (typeof language !== "string") {
    return skippedModule(`its language is ${language.other}; only cells in TypeScript and JavaScript are tests`);
  }
  if (!cells.some(hasCode)) return skippedModule("it has no code");
  const names = testNames(cells);
  const imports: ModulePart[] = [];
  const variables = new Set<string>();
  const parts: ModulePart[] = [];
  let count = 0;
  let usesHelpers = false;
  for (const [index, cell] of cells.entries()) {
    if (!hasCode(cell)) continue;
    const number = count++;
    const isLeftOut = isSkipped(cell);
    const first = imports.length;
    const made = cellBody(isLeftOut ? "" : cell.source, {
      load: () => "",
      pick: (at, _imported, key) => `__tsnb_module_${first + at}${key === "*" ? "" : `[${JSON.stringify(key)}]`}`,
    });
    for (const [at, { specifier, keys, from }] of made.imports.entries()) {
      const line = `import * as __tsnb_module_${first + at} from ${JSON.stringify(importedSpecifier(specifier, keys))};`;
      imports.push({ text: line, cell: { at: index, places: [[{ column: 0, from }]] } });
    }
    for (const name of made.variables) variables.add(name);
    usesHelpers ||= made.usesHelpers;
    const [before, after] = aroundRaising(cell);
    const test = isLeftOut ? "__tsnb_test.skip" : "__tsnb_test";
    const call = `${test}(${JSON.stringify(names[index])}, (context) => __tsnb_run(${number}, context), ${timeout});`;
    parts.push(
      { text: `const $cell_${index + 1} = async () => { ${before}`, cell: { at: index } },
      { text: made.code, cell: { at: index, places: made.places } },
      { text: `${after} };\n__tsnb_cells.push($cell_${index + 1});\n${call}`, cell: { at: index } },
    );
  }
  const head = [
    'import { afterAll as __tsnb_after, beforeAll as __tsnb_before, test as __tsnb_test } from "vitest";',
    ...(usesHelpers ? [importOfRuntime({ helpers: HELPERS })] : []),
    'import { createRequire as __tsnb_createRequire } from "node:module";',
    ...(variables.has("require") ? [] : ["const require = __tsnb_createRequire(import.meta.url);"]),
    ...(variables.size > 0 ? [`let ${[...variables].join(", ")};`] : []),
    CELL_RUNNER,
    `__tsnb_before(() => process.chdir(${JSON.stringify(dirname(file))}));`,
    "__tsnb_after(() => process.chdir(__tsnb_folder));",
  ];
  const { code, mappings } = assembleModule([...imports, { text: head.join("\n") }, ...parts], placesIn(text));
  const map = new SourceMap({ file, sources: [file], sourcesContent: [text], names: [], mappings });
  return { code, map: map.toString() };
}

function hasCode(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code" && cell.source.trim() !== "";
}

/** A test file with a single skipped test, whose name says why. */
function skippedModule(reason: string): TestModule {
  const code = `import { test } from "vitest";\ntest.skip(${JSON.stringify(reason)}, () => {});\n`;
  return { code, map: '{ "mappings": "" }' };
}

/** The code around a cell that may raise an error, and must. */
function aroundRaising(cell: CodeCell): readonly [string, string] {
  const { may } = expectationOf(cell, { allowErrors: false, strictRaises: true });
  if (may === "none") return ["", ""];
  const what = may === "any" ? "an error" : may.join(" or ");
  const allows = may === "any" ? "true" : `${JSON.stringify(may)}.includes(error?.name)`;
  const none = JSON.stringify(
    `This cell is marked to raise an error, but raised none. Let it raise ${what}, or remove the mark.`,
  );
  return ["try {", `} catch (error) { if (${allows}) return; throw error; } throw new Error(${none});`];
}
