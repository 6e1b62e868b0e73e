import { expect, it } from "vitest";
import { packageFacts } from "../../../src/cli/doctor/package-facts.ts";
import { packageVersion } from "../../../src/util/package-version.ts";

const fail = (): Promise<never> => Promise.reject(new Error("Cannot find native binding.\nRequire stack: …"));
const polars = packageVersion("node_modules/nodejs-polars/package.json");

it("loads the packages with compiled parts and finds their versions", async () => {
  const facts = await packageFacts();
  expect(facts.map(({ name }) => name)).toEqual(["nodejs-polars", "zeromq", "@resvg/resvg-js"]);
  expect(facts[0]).toEqual({ name: "nodejs-polars", version: polars });
  for (const { version, problem } of facts) {
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(problem).toBeUndefined();
  }
});

it("names the first line of the reason when a package does not load", async () => {
  expect(await packageFacts([{ name: "nodejs-polars", load: fail }])).toEqual([
    { name: "nodejs-polars", version: polars, problem: "Cannot find native binding." },
  ]);
});

it("says that a package is not installed", async () => {
  const [fact] = await packageFacts([{ name: "no-such-package", load: fail }]);
  expect(fact).toEqual({ name: "no-such-package", version: "not installed", problem: "Cannot find native binding." });
});
