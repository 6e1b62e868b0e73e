import { describe, expect, it } from "vitest";
import { cellLine } from "../../../src/report/cells/cell-line.ts";
import { CellFailedError, CellTimeoutError } from "../../../src/run/errors/cell-errors.ts";

const FOUR_LINES = "const f = (x: any) => {\n  return x.a.b;\n};\nf(1)";

const TSNB = `TypeError: Cannot read properties of undefined (reading 'b')
    at f (Cell [1]:2:14)
  1 | const f = (x: any) => {
> 2 |   return x.a.b;
    at (Cell [3]:4:1)
> 4 | f(2);`;

const TSLAB = `evalmachine.<anonymous>:4
    return x.a.b;
               ^

TypeError: Cannot read properties of undefined (reading 'b')
    at f (evalmachine.<anonymous>:4:16)
    at evalmachine.<anonymous>:7:22`;

const IPYTHON_9 = `---------------------------------------------------------------------------
JSONDecodeError                           Traceback (most recent call last)
Cell In[3], line 4
      1 import json
----> 4 json.loads('{')

File ~/lib/python3.11/json/__init__.py:346, in loads(s, cls)
    341     s = s.decode(detect_encoding(s), 'surrogatepass')
--> 346     return _default_decoder.decode(s)

Cell In[1], line 2, in f(x)
JSONDecodeError: Expecting property name`;

const IPYTHON_7 = `---------------------------------------------------------------------------
ZeroDivisionError                         Traceback (most recent call last)
<ipython-input-3-9e1622b385b6> in <module>
      1 x = 0
      2 y = 1
----> 3 y/x

ZeroDivisionError: division by zero`;

const DENO = `Stack trace:
Error: boom
    at g (<anonymous>:2:9)
    at <anonymous>:4:1`;

function line(summary: string, details: string, source = FOUR_LINES): number | undefined {
  const error = new CellFailedError({ file: "a.ipynb", cell: 7, source }, summary, details);
  return cellLine({ error, executionCount: 3, source });
}

describe("cellLine", () => {
  it.each([
    ["tsnb's kernel, in the cell itself", "TypeError: x", TSNB, 4],
    ["tslab, by the compiled line", "TypeError: x", TSLAB, 2],
    ["tslab's compiler", "3:7 - Type 'string' is not assignable", "", 3],
    ["IPython 8 and 9", "JSONDecodeError: x", IPYTHON_9, 4],
    ["IPython 7", "ZeroDivisionError: x", IPYTHON_7, 3],
    ["Deno", "Error: boom", DENO, 2],
  ])("finds the line of %s", (_, summary, details, expected) => {
    expect(line(summary, details)).toBe(expected);
  });

  it.each([
    ["the frames are of other cells", "TypeError: x", "    at f (Cell [1]:2:14)"],
    ["the compiled line is not in the cell", "TypeError: x", "evalmachine.<anonymous>:4\nelsewhere();\n^"],
    ["the compiled line is there twice", "x", "evalmachine.<anonymous>:4\nf(1);\n^", "f(1)\nf(1)"],
    ["the cell has no such line", "9:1 - x", ""],
    ["nothing is said", "Uncaught string: 'x'", "Uncaught string: 'x'"],
  ])("is unknown where %s", (_, summary, details, source?: string) => {
    expect(line(summary, details, source)).toBeUndefined();
  });

  it("is unknown for a cell that was stopped or passed", () => {
    const error = new CellTimeoutError({ file: "a.ipynb", cell: 1, source: "" }, 5);
    expect(cellLine({ error, executionCount: 1, source: "1" })).toBeUndefined();
    expect(cellLine({ error: undefined, executionCount: 1, source: "1" })).toBeUndefined();
  });
});
