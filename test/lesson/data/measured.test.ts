import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measuredTables } from "../../../src/lesson/data/measured.ts";
import { hasShared, shared } from "../../support/shared.ts";

const source = (name: string): string[][] =>
  readFileSync(join(shared, "goldens", `seedb-${name}.csv`), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const numeric = (rows: string[][]): (string | number)[][] =>
  rows.map((row) => row.map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));

function byName(rows: (string | number)[][]): string[] {
  return rows.map((row) => row.join(" ")).toSorted();
}

function byRate(rows: (string | number)[][]): (string | number)[][] {
  return rows.toSorted((a, b) => Number(a[0]) - Number(b[0]));
}

describe("measuredTables", () => {
  it("has numbers for numeric columns", () => {
    const { architectures, datasets, imageSizes } = measuredTables();
    expect(architectures.row(0)).toEqual(["resnet50", 499, 0.9472, 385.3, 34.2, 99]);
    expect(datasets.getColumn("images").toArray()).toEqual([5000, 2740, 1716, 564, 380, 134]);
    expect(imageSizes.height).toBe(6);
  });

  it("gives squeezenet the accuracy of its own image size", () => {
    const { architectures, imageSizes } = measuredTables();
    const both = architectures.join(imageSizes, { on: ["model", "image_size"] });
    expect(both.height).toBe(3);
    expect(both.getColumn("accuracy").toArray()).toEqual(both.getColumn("accuracy_right").toArray());
  });

  it.skipIf(!hasShared)("has the source's figures, except for squeezenet", () => {
    const tables = measuredTables();
    const architectures = numeric(source("architectures")).map(([model, ...rest]) => [model, 499, ...rest]);
    expect(tables.architectures.rows().slice(0, 2)).toEqual(architectures.slice(0, 2));
    expect(tables.architectures.rows()[2]).toEqual(["squeezenet1_1", 499, 0.8366, 272.5, 27.6, 4.9]);
    const sizes = source("imsize").map(([label = "", ...rest]) => [...label.split(" X "), ...rest]);
    expect(byName(tables.imageSizes.rows())).toEqual(byName(numeric(sizes)));
    expect(tables.datasets.rows()).toEqual(numeric(source("datasets")));
    expect(tables.learningRates.rows()).toEqual(byRate(numeric(source("lr-datasets"))));
    expect(tables.epochs.rows()).toEqual(byRate(numeric(source("lr-epochs"))));
  });
});
