import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Client } from "../support/client.ts";

it("shows the first cell's result before its type errors, and reports them", async () => {
  const client = await Client.start({ env: { TSNB_CHECK: "on" } });
  const run = await client.execute("const a: number = 'x'; a");
  await client.shutdown();
  expect(run.outputs.map((message) => message.header.msg_type)).toEqual(["execute_result", "stream"]);
  expect(run.stderr).toContain("TS2322");
});

it("keeps its compile cache in the folder of TSNB_CACHE", async () => {
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  const client = await Client.start({ env: { TSNB_CACHE: folder } });
  await client.execute("1");
  await client.shutdown();
  const kept = readdirSync(join(folder, "compiled"), { recursive: true, withFileTypes: true });
  expect(kept.filter((entry) => entry.isFile()).length).toBeGreaterThan(0);
  expect(existsSync(join(folder, "timm"))).toBe(false);
  rmSync(folder, { recursive: true });
});

it("imports and shows charts when its code comes from the cache", async () => {
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  for (let start = 0; start < 2; start++) {
    const client = await Client.start({ env: { TSNB_CACHE: folder } });
    const run = await client.execute(
      "import { EOL } from 'node:os'; ({ mark: 'bar', encoding: {}, data: { values: [EOL] } })",
    );
    await client.shutdown();
    expect(Object.keys(run.outputs[0]?.content["data"] ?? {})).toContain("application/vnd.vegalite.v5+json");
  }
  rmSync(folder, { recursive: true });
});

it("requires TypeScript in its first cell", async () => {
  const folder = mkdtempSync(join(tmpdir(), "start-"));
  writeFileSync(
    join(folder, "one.ts"),
    "import { two } from './two';\nexport const sum = (a: number): number => a + two;\n",
  );
  writeFileSync(join(folder, "two.ts"), "export const two: number = 2;\n");
  const client = await Client.start({ cwd: folder });
  expect((await client.execute("require('./one.ts').sum(1)")).result).toBe("3");
  await client.shutdown();
  rmSync(folder, { recursive: true });
});
