import { SourceMap } from "magic-string";
import { dirname } from "node:path";
import { parseNotebook } from "../notebook/read.ts";
import type { Cell } from "../notebook/types.ts";
import { type CellFunction, cellFunction } from "./cell-function.ts";
import { cellNames } from "./cell-names.ts";
import { sourceOffsets } from "./source-offsets.ts";

/** A module for Vite, with its source map. */
export type TestModule = { readonly code: string; readonly map: string };

type Part = {
  readonly text: string;
  readonly cell?: { readonly index: number; readonly places?: CellFunction["places"] };
};

const CELL_START = { column: 0, from: { line: 1, column: 0 } };

/** A column of the module, and a file, line and column that it came from, all from 0. */
type Segment = [number, number, number, number];

// Each cell runs once, when its own test or one of a later cell needs it; a failed one is tried again by its own test.
// The stack of a thrown error does not show this function.
const RUNNER = `
const __tsnb_cells = [];
const __tsnb_state = { done: 0, failed: -1 };
const __tsnb_folder = process.cwd();
async function __tsnb_run(cell, context) {
  for (; __tsnb_state.done <= cell; __tsnb_state.done++) {
    const at = __tsnb_state.done;
    const cell_function = __tsnb_cells[at];
    if (at < cell && at === __tsnb_state.failed) context.skip("an earlier cell failed");
    try {
      await cell_function();
    } catch (error) {
      __tsnb_state.failed = at;
      if (error instanceof Error && typeof error.stack === "string") {
        error.stack = error.stack.split("\\n").filter((line) => !line.includes("at __tsnb_run ") && !line.includes("at async __tsnb_run ")).join("\\n");
      }
      throw error;
    }
    __tsnb_state.failed = -1;
  }
}`;

/**
 * A notebook as a Vitest test file: each code cell is a test. The file and the lines of failures are those of the
 * notebook's own file.
 *
 * @param timeout how long a cell may run, in milliseconds.
 * @throws {NotebookJsonError | NotebookVersionError | NotebookShapeError | CellSyntaxError}
 */
export function testModule(text: string, file: string, timeout: number): TestModule {
  const { cells } = parseNotebook(text, file);
  const names = cellNames(cells);
  const imports: Part[] = [];
  const variables = new Set<string>();
  const parts: Part[] = [];
  let count = 0;
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== "code" || cell.source.trim() === "") continue;
    const number = count++;
    const isSkipped = hasTag(cell, "skip-execution");
    const first = imports.length;
    const made = cellFunction(isSkipped ? "" : cell.source, (at) => `__tsnb_module_${first + at}`);
    for (const [at, { specifier, from }] of made.imports.entries()) {
      const line = `import * as __tsnb_module_${first + at} from ${JSON.stringify(specifier)};`;
      imports.push({ text: line, cell: { index, places: [[{ column: 0, from }]] } });
    }
    for (const name of made.names) variables.add(name);
    const [before, after] = hasTag(cell, "raises-exception") ? ["try {", "} catch {}"] : ["", ""];
    const test = isSkipped ? "__tsnb_test.skip" : "__tsnb_test";
    const call = `${test}(${JSON.stringify(names[index])}, (context) => __tsnb_run(${number}, context), ${timeout});`;
    parts.push(
      { text: `const $cell_${index + 1} = async () => { ${before}`, cell: { index } },
      { text: made.code, cell: { index, places: made.places } },
      { text: `${after} };\n__tsnb_cells.push($cell_${index + 1});\n${call}`, cell: { index } },
    );
  }
  const head = [
    'import { afterAll as __tsnb_after, beforeAll as __tsnb_before, test as __tsnb_test } from "vitest";',
    'import { createRequire as __tsnb_createRequire } from "node:module";',
    ...(variables.has("require") ? [] : ["const require = __tsnb_createRequire(import.meta.url);"]),
    ...(variables.size > 0 ? [`let ${[...variables].join(", ")};`] : []),
    RUNNER,
    `__tsnb_before(() => process.chdir(${JSON.stringify(dirname(file))}));`,
    "__tsnb_after(() => process.chdir(__tsnb_folder));",
  ];
  return assembled([...imports, { text: head.join("\n") }, ...parts], text, file);
}

function assembled(parts: readonly Part[], text: string, file: string): TestModule {
  const offsets = sourceOffsets(text);
  const lineStarts = startsOf(text);
  const mappings: Segment[][] = [];
  for (const { text: code, cell } of parts) {
    const cellOffsets = cell === undefined ? undefined : offsets.get(cell.index);
    const cellStarts = startsOf(cellText(text, cellOffsets));
    for (const line of code.split("\n").keys()) {
      const places = cell?.places === undefined ? [CELL_START] : (cell.places[line] ?? []);
      const segments = places.flatMap(({ column, from }): Segment[] => {
        const offset = cellOffsets?.[(cellStarts[from.line - 1] ?? 0) + from.column];
        if (offset === undefined) return [];
        const at = lineStarts.findLastIndex((start) => start <= offset);
        return [[column, 0, at, offset - (lineStarts[at] ?? 0)]];
      });
      mappings.push(segments);
    }
  }
  const map = new SourceMap({ file, sources: [file], sourcesContent: [text], names: [], mappings });
  return { code: parts.map((part) => part.text).join("\n"), map: map.toString() };
}

function hasTag({ metadata }: Cell, tag: string): boolean {
  const tags: readonly unknown[] = Array.isArray(metadata["tags"]) ? metadata["tags"] : [];
  return tags.includes(tag);
}

function startsOf(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
}

/** The text of a cell as its file has it, an escape for a line break made one. */
function cellText(text: string, offsets: readonly number[] | undefined): string {
  return (offsets ?? []).map((at) => (text.startsWith("\\n", at) ? "\n" : "x")).join("");
}
