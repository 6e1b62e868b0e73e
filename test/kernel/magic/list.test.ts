import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { MAGICS } from "../../../src/kernel/magic/list.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "src", "kernel", "magic");

it("lists the magic of every file that defines one", () => {
  const defined = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const [, name] = /^export const (\w+): Magic = /m.exec(readFileSync(join(folder, file), "utf8")) ?? [];
      return name === undefined ? [] : [name];
    });
  expect(MAGICS.map(({ name }) => name).toSorted()).toEqual(defined.toSorted());
});

it("has commands whose usage and names agree", () => {
  for (const { name, usage, isWholeOnly } of MAGICS) {
    expect(usage.split(" ")[0]).toBe(isWholeOnly ? `%%${name}` : `%${name}`);
  }
});
