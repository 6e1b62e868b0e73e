import { afterEach, beforeEach, vi } from "vitest";

/** Turns off type checks in the kernels of these tests: they take a third of a short run. */
export function withoutTypeChecks(): void {
  beforeEach(() => {
    vi.stubEnv("TSNB_CHECK", "off");
  });
  afterEach(() => vi.unstubAllEnvs());
}
