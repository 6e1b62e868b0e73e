import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sharedClient } from "../kernel/support/client.ts";

const client = await sharedClient({ env: { TSNB_CHECK: "block" } });
const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "widgets.md"), "utf8");
const examples = [...page.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = ""]) => code);

it("the examples of docs/widgets.md pass the type check and run, one after the other", async () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const code of examples) {
    const { reply } = await client.execute(code, { allow_stdin: false });
    expect([code, reply.content["evalue"]]).toEqual([code, undefined]);
  }
});
