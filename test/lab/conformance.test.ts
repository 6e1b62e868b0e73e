import { expect, inject, it } from "vitest";
import { runClass } from "./support/unittest.ts";

it.each([
  ["conformance.Conformance", 12],
  ["conformance.Welcome", 1],
])("the public conformance suite passes without a failure or a skip: %s", async (name, tests) => {
  expect(await runClass(inject("venv"), name)).toEqual({ failures: "", ran: tests, skipped: 0 });
});
