import { readFileSync, statSync } from "node:fs";
import { expect, it } from "vitest";

it.each(["@types/node", "typescript"])("installs %s, which is resolved by name, with the package", (name) => {
  const about: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(about).toHaveProperty(["dependencies", name]);
});

it.skipIf(process.platform === "win32")("builds an executable command, which npx does only on installation", () => {
  const command = new URL("../../dist/cli/main.cjs", import.meta.url);
  expect(statSync(command).mode & 0o111).toBe(0o111);
});
