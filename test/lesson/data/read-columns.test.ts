import type pl from "nodejs-polars";
import { expect, it } from "vitest";
import {
  columnValueTable,
  cpuBesideGpu,
  frontier,
  getData,
  nearTies,
  pickModel,
  placeAmong,
  regression,
  subset,
  subsetRegressionChart,
  suspects,
} from "../../../src/lesson/index.ts";

// A frame in the types, whatever JavaScript passes.
const asFrame = (given: unknown): pl.DataFrame => JSON.parse("[0]").fill(given)[0];

const readers: Readonly<Record<string, (frame: pl.DataFrame) => unknown>> = {
  frontier,
  nearTies,
  regression,
  subset,
  suspects,
  pickModel,
  columnValueTable,
  subsetRegressionChart: (frame) => subsetRegressionChart(frame, "infer"),
  cpuBesideGpu: (frame) => cpuBesideGpu(frame, frame),
  placeAmong: (frame) => placeAmong(frame, frame),
};

it.each(Object.entries(readers))("%s says where `await` is missing, and what else is no frame", (_, read) => {
  const promise = asFrame(getData("infer"));
  expect(() => read(promise)).toThrow(
    "Reading a frame: got a promise. Put `await` before the expression that makes the frame.",
  );
  expect(() => read(asFrame(undefined))).toThrow("Reading a frame: got undefined. Give a frame");
  expect(() => read(asFrame({ model: ["a"] }))).toThrow("Reading a frame: got a value of type object. Give a frame");
});
