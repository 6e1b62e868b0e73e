import { expect, it } from "vitest";
import { initialCheckMode } from "../../../src/kernel/cell/check-mode.ts";

it.each([
  [{}, "on"],
  [{ TSNB_CHECK: "block" }, "block"],
  [{ TSNB_CHECK: "off" }, "off"],
  [{ TSNB_CHECK: "no such mode" }, "on"],
  [{ NBGRADER_EXECUTION: "autograde" }, "off"],
  [{ NBGRADER_EXECUTION: "" }, "on"],
  [{ NBGRADER_EXECUTION: "validate", TSNB_CHECK: "on" }, "on"],
] as const)("with %o a kernel starts with types %s", (env, mode) => {
  expect(initialCheckMode(env)).toBe(mode);
});
