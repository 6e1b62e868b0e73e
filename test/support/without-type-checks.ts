import { afterEach, beforeEach, vi } from "vitest";

/** Has the kernels of these tests check no types, which takes a third of a short run. */
export function withoutTypeChecks(): void {
  beforeEach(() => {
    vi.stubEnv("TSNB_CHECK", "off");
  });
  afterEach(() => vi.unstubAllEnvs());
}
