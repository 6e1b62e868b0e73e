import { describe, expect, inject, it } from "vitest";
import { classesOf, runClass } from "./support/unittest.ts";

describe("the kernel, driven by Jupyter's own client and by nbclient", () => {
  it.each(["protocol", "cells", "robust", "notebooks"].flatMap(classesOf))("%s", async (name) => {
    const { failures, ran, skipped } = await runClass(inject("venv"), name);
    expect(failures).toBe("");
    expect(ran).toBeGreaterThan(0);
    expect(skipped).toBe(0);
  });
});
