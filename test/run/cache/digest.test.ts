import { truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digestOfFiles, filesBelow } from "../../../src/run/cache/digest.ts";
import { scratch } from "../../support/scratch.ts";

describe("the digest of many files", () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`${index}.csv`, `${index}`]));

  it("is the same for an upload of the same contents", () => {
    const [one, other] = [scratch(many), scratch(many)];
    for (const file of filesBelow(other)) utimesSync(file, 1, 1);
    expect(digestOfFiles(filesBelow(other), other)).toBe(digestOfFiles(filesBelow(one), one));
  });

  it("differs with any content of the same size", () => {
    const [one, other] = [scratch(many), scratch({ ...many, "7.csv": "8" })];
    for (const file of [...filesBelow(one), ...filesBelow(other)]) utimesSync(file, 1, 1);
    expect(digestOfFiles(filesBelow(other), other)).not.toBe(digestOfFiles(filesBelow(one), one));
  });

  it("depends on times where the files have more than 100 MB", () => {
    const folder = scratch(many);
    truncateSync(join(folder, "7.csv"), 101e6);
    const before = digestOfFiles(filesBelow(folder), folder);
    utimesSync(join(folder, "8.csv"), 1, 1);
    expect(digestOfFiles(filesBelow(folder), folder)).not.toBe(before);
  });
});
