import { Command } from "commander";
import { expect, it } from "vitest";
import { withOptions } from "../../src/cli/add-options.ts";
import { listRunOptions } from "../../src/run/options/run-options.ts";

function parse(...args: string[]): Record<string, unknown> {
  const command = withOptions(new Command("run"), listRunOptions())
    .exitOverride()
    .configureOutput({ writeErr() {} });
  return command.parse(args, { from: "user" }).opts();
}

it("join the values of an option that is given again", () => {
  const { matrix, param, secret } = parse(..."-m a=1,2 -m b=3 -p x=1 -p x=2 --secret A --secret B".split(" "));
  expect({ matrix, param, secret }).toEqual({
    matrix: { a: ["1", "2"], b: ["3"] },
    param: { x: "2" },
    secret: ["A", "B"],
  });
});

it("refuse two lists of values for the same parameter", () => {
  expect(() => parse("-m", "a=1", "-m", "a=2")).toThrow(/a has values already; give all of them at once\./);
});
