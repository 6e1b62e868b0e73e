import { join } from "node:path";
import { expect, it } from "vitest";
import { nearestFolder } from "../../../src/util/files/nearest-folder.ts";
import { scratch } from "../../support/scratch.ts";

it("is the folder itself, or the first one above it that contains the file", () => {
  const root = scratch({ "a/found.txt": "", "a/b/c/other.txt": "" });
  expect(nearestFolder(join(root, "a"), "found.txt")).toBe(join(root, "a"));
  expect(nearestFolder(join(root, "a", "b", "c"), "found.txt")).toBe(join(root, "a"));
  expect(nearestFolder(join(root, "a", "b", "missing"), "other.txt")).toBeUndefined();
});

it("resolves a relative folder from the working directory", () => {
  expect(nearestFolder("src/util", "package.json")).toBe(process.cwd());
});
