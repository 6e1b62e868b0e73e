import { expect, it } from "vitest";
import { parseNotebook } from "../../../src/notebook/file/read.ts";
import { kernelResources, KernelMetadataError } from "../../../src/run/plan/kernel-resources.ts";

function resources(tsnb: unknown) {
  const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { tsnb }, cells: [] });
  return kernelResources(parseNotebook(text, "a.ipynb"), "a.ipynb");
}

it("reads a notebook's resources for a cluster", () => {
  const kernel = { KERNEL_CPUS: 4, KERNEL_IMAGE: "example.org/tsnb:1", KERNEL_SPOT: true };
  expect(resources({ kernel })).toEqual({ KERNEL_CPUS: "4", KERNEL_IMAGE: "example.org/tsnb:1", KERNEL_SPOT: "true" });
  expect(resources({})).toEqual({});
});

it.each([["4"], [[4]], [{ CPUS: 4 }], [{ KERNEL_CPUS: { limit: 4 } }]])("refuses %j", (kernel) => {
  expect(() => resources({ kernel })).toThrow(KernelMetadataError);
});
