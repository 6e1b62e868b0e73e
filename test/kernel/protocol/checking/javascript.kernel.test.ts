import { expect, it } from "vitest";
import { sharedClient } from "../../support/client.ts";
import { withoutColours } from "../../support/outputs.ts";

const client = await sharedClient({ env: { TSNB_CHECK: "on", TSNB_LANGUAGE: "javascript" } });

async function said(code: string): Promise<string> {
  return withoutColours((await client.execute(code)).stderr);
}

it("says that its cells are JavaScript", async () => {
  const { content } = await client.request("shell", "kernel_info_request", {});
  expect(content["language_info"]).toMatchObject({ name: "javascript", file_extension: ".js" });
});

it("reads JSDoc, and accepts code without types", async () => {
  expect(
    await said("function f(a, b) { return [a, b]; }\n/** @param {number} n */\nfunction half(n) { return n / 2; }"),
  ).toBe("");
  expect(await said("f(1); half('x')")).toContain("error TS2345");
});

it("names syntax of TypeScript, and runs the cell", async () => {
  const run = await client.execute("const t: number = 1; t");
  expect(withoutColours(run.stderr)).toMatch(
    /error TS8010 .*: Type annotations can only be used in TypeScript files\./,
  );
  expect(run.result).toBe("1");
});

it("checks only cells with // @ts-check while checks are off, and none with // @ts-nocheck", async () => {
  expect(await said("// @ts-nocheck\n'x'.foo")).toBe("");
  await client.execute("%check off");
  expect(await said("'x'.foo")).toBe("");
  expect(await said("// A cell.\n// @ts-check\n'x'.foo")).toContain("error TS2339");
  await client.execute("%check on");
});
