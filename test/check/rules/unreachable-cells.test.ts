import { expect, it } from "vitest";
import { topLevelVariables } from "../../../src/check/parameters/top-level-variables.ts";
import { endsTheRun } from "../../../src/check/rules/unreachable-cells.ts";

it("reads cells with JSX as it reads others", () => {
  expect(endsTheRun({ code: "throw new Error(String(<b>no</b>));" })).toBe(true);
  expect(endsTheRun({ code: "const view = <b>no</b>;" })).toBe(false);
  expect(topLevelVariables("const rate = 0.1; // a share\nconst view = <b>{rate}</b>;")).toMatchObject([
    { name: "rate", value: 0.1, description: "a share" },
    { name: "view" },
  ]);
});
