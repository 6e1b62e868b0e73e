import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Client, type WireMessage } from "../support/client.ts";

const isCollection = ({ content }: WireMessage): boolean => /Mark-Compact .*low memory/s.test(String(content["text"]));

test("the garbage of cells is collected when none has run for a while", async () => {
  const client = await Client.start();
  // V8 traces the reason for each collection; the reasons for its own differ from "low memory".
  await client.execute(`require("node:v8").setFlagsFromString("--trace-gc"); let kept = { value: [1, 2] };`);
  const { stdout } = await client.execute(`
    let junk: unknown = Array.from({ length: 300_000 }, (_, index) => ({ index }));
    const registry = new FinalizationRegistry((what: string) => console.log("gone:", what));
    registry.register(junk as object, "junk");
    junk = undefined;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    console.log("none runs now");`);
  expect(stdout).not.toContain("low memory");
  await client.waitFor(isCollection);
  await client.waitFor(({ content }) => String(content["text"]).includes("gone: junk"));
  expect((await client.execute("kept")).result).toBe("{ value: [ 1, 2 ] }");
  await client.stop();
});

test.for([
  ["asks how much its own is, when it is little", "off", "Runtime.getHeapUsage"],
  ["collects its own, when it is more", "on", "HeapProfiler.collectGarbage"],
] as const)("the kernel %s, and goes on", async ([, check, question]) => {
  const hook = fileURLToPath(new URL("../fixtures/tell-collections.cjs", import.meta.url));
  const client = await Client.start({ env: { TSNB_CHECK: check, NODE_OPTIONS: `--require ${JSON.stringify(hook)}` } });
  await client.execute("1 + 1");
  await client.logged(`inspector: ${question}`);
  expect((await client.execute("1 + 2")).result).toBe("3");
  await client.stop();
});
