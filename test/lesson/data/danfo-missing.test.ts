import { expect, it, vi } from "vitest";
import { DanfoMissingError, toDanfo } from "../../../src/lesson/data/danfo.ts";
import { getData } from "../../../src/lesson/data/get-data.ts";

vi.mock("danfojs-node", () => {
  throw new Error("Cannot find package 'danfojs-node'");
});

it("says how to install Danfo when it is missing, and only when it is used", async () => {
  const frame = await getData("infer");
  await expect(toDanfo(frame)).rejects.toThrow(DanfoMissingError);
  await expect(toDanfo(frame)).rejects.toThrow(/^Loading danfojs-node: .*npm install danfojs-node/);
});
