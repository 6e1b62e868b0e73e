import { describe, expect, it } from "vitest";
import { sharedClient } from "../support/client.ts";
import { dataOf } from "../support/outputs.ts";

const client = await sharedClient();

describe("the tslab module", () => {
  it.each([
    "import * as tslab from 'tslab'",
    "import tslab from 'tslab'",
    "const tslab = require('tslab')",
    "const tslab = await import('tslab')",
  ])("can be imported: %s", async (line) => {
    const run = await client.execute(`${line};\ntslab.display.html('<b>1</b>')`);
    expect(dataOf(run)).toEqual([{ "text/html": "<b>1</b>" }]);
  });

  it("shows every kind", async () => {
    const run = await client.execute(`import { display } from "tslab";
const bytes = new Uint8Array([1, 2, 3]);
display.javascript("alert(1)"); display.markdown("# a"); display.latex("$a$"); display.svg("<svg/>");
display.png(bytes); display.jpeg(bytes); display.gif(bytes); display.pdf(bytes); display.text("t");
display.raw("text/csv", "a,b"); display.raw("application/vnd.vegalite.v5+json", '{"mark":"bar"}');`);
    expect(dataOf(run)).toEqual([
      { "text/javascript": "alert(1)" },
      { "text/markdown": "# a" },
      { "text/latex": "$a$" },
      { "image/svg+xml": "<svg/>" },
      { "image/png": "AQID" },
      { "image/jpeg": "AQID" },
      { "image/gif": "AQID" },
      { "application/pdf": "AQID" },
      { "text/plain": "t" },
      { "text/csv": "a,b" },
      { "application/vnd.vegalite.v5+json": { mark: "bar" } },
    ]);
  });

  it("replaces the content of a new display", async () => {
    const first = await client.execute(
      "import { newDisplay } from 'tslab'; const d = newDisplay(); d.text('one'); d.text('two')",
    );
    expect(first.outputs.map((m) => m.header.msg_type)).toEqual(["display_data", "update_display_data"]);
    const ids = first.outputs.map((m) => JSON.stringify(m.content["transient"]));
    expect(new Set(ids).size).toBe(1);
    const later = await client.execute("d.html('three')");
    expect(later.outputs.map((m) => [m.header.msg_type, JSON.stringify(m.content["transient"])])).toEqual([
      ["update_display_data", ids[0]],
    ]);
  });

  it("exports its versions", async () => {
    const { result } = await client.execute("import { versions } from 'tslab'; JSON.stringify(versions)");
    const versions = JSON.parse(result?.slice(1, -1) ?? "");
    expect(versions).toMatchObject({
      tslab: "1.0.22",
      typescript: expect.stringMatching(/^[7-9]\./),
      node: expect.stringMatching(/^v/),
    });
  });
});
