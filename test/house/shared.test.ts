import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { hasShared } from "../support/shared.ts";

// Vitest starts in the project's root.
it("skips no test when the shared folder exists", () => {
  expect(hasShared).toBe(existsSync(resolve("..", "shared")));
});
