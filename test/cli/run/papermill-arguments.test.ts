import { expect, it } from "vitest";
import { joinedParameters } from "../../../src/cli/run/papermill-arguments.ts";

it.each([
  ["run x.ipynb -p lr 0.1 -p mode fast", "run x.ipynb -p lr=0.1 -p mode=fast"],
  ["run -p lr=0.1 x.ipynb --param a b", "run -p lr=0.1 x.ipynb --param a=b"],
  ["run -p lr -1 x.ipynb", "run -p lr=-1 x.ipynb"],
  ["run x.ipynb -p lr", "run x.ipynb -p lr"],
  ["run -p lr x.ipynb", "run -p lr x.ipynb"],
  ["run x.ipynb -p input data.ipynb", "run x.ipynb -p input=data.ipynb"],
  ["run -p input data.ipynb reports", "run -p input=data.ipynb reports"],
  ["run --out o -p lr x.ipynb", "run --out o -p lr x.ipynb"],
  ["run -p lr --check x.ipynb", "run -p lr --check x.ipynb"],
  ["run x.ipynb --out p", "run x.ipynb --out p"],
])("parses %s: %s", (before, after) => {
  expect(joinedParameters(before.split(" "))).toEqual(after.split(" "));
});
