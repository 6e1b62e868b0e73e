import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installedPackages } from "./installed.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { sharedClient } from "../kernel/support/client.ts";
import { dataOf, tracebackOf } from "../kernel/support/outputs.ts";

type Data = { readonly [type: string]: unknown };

const found = new Map<Kind, readonly string[]>();
const client = await sharedClient({ cwd: installedPackages(), env: { NO_COLOR: "1" } });
await client.execute("%check off");

/** The one output of a cell. */
async function shownBy(code: string): Promise<Data> {
  const run = await client.execute(code);
  expect(tracebackOf(run)).toBe("");
  const data = dataOf(run);
  expect(data).toHaveLength(1);
  return Object(data[0]);
}

function textOf(content: unknown): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

describe.sequential("each kind of value shows itself", () => {
  it.each(KINDS.map((kind) => [`${kind.name}: ${kind.packages?.join(", ") ?? "plain"}`, kind] as const))(
    "%s",
    async (_name, kind) => {
      const data = await shownBy(kind.code);
      found.set(kind, Object.keys(data));
      for (const [type, part] of Object.entries(kind.shows)) {
        expect(textOf(data[type])).toMatch(part);
      }
    },
  );

  it("as docs/values.md lists", async () => {
    expect([...found.keys()]).toEqual(KINDS);
    await expect(pageOf(found)).toMatchFileSnapshot(join(import.meta.dirname, "..", "..", "docs", "values.md"));
  });
});

function pageOf(types: ReadonlyMap<Kind, readonly string[]>): string {
  const rows = KINDS.map((kind) => {
    const packages = (kind.packages ?? []).map((name) => `\`${name}\``).join(", ");
    const shown = (types.get(kind) ?? []).map((type) => `\`${type}\``).join(", ");
    return `| ${kind.name} | ${packages || "-"} | ${kind.by} | ${shown} |`;
  });
  const examples = KINDS.map(({ name, packages, code }) => {
    const title = packages === undefined || packages.length === 0 ? name : `${name} (${packages.join(", ")})`;
    return `### ${title}\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
  });
  return `${BEGINNING}
| kind | packages | recognised by | shown as |
|---|---|---|---|
${rows.join("\n")}

${END}
## Examples

${examples.join("\n")}`;
}

const BEGINNING = `# How values look

The value at the end of a cell, and values for \`show\` and \`display\`, look like the first of these kinds that recognises
them. \`npx vitest run --project kernel test/values -u\` runs each example in the kernel and writes this page.
`;

const END = `A kind is a file of \`src/display/looks/\` that recognises a value and draws it, and an entry of its \`list.ts\`; a
library's tables are a file of \`src/display/table/\` and an entry of its \`library-sources.ts\`.

- **Frames and tables** show their shape, and the types of their columns where they have them. Values that JavaScript
  lacks, such as time zones, nanoseconds, durations and decimals, look as in the library, also inside other values.
- **Charts** carry live Vega or Vega-Lite, a PNG for viewers without it, and an SVG if it is small.
- **SVG elements** get a white background, so that black lines can be seen on a dark page. Other elements are HTML,
  which the notebook's page treats as any other HTML: JupyterLab cleans it until the notebook is trusted.
- **Text** ends after 60 lines, with a note about the rest. Servers, sockets, requests and streams leave out their
  internals.
- **Values that fail to show themselves** are text, with the reason in the last line: a method that throws, returns
  something else, or does not end within ten seconds. The cell does not fail. Values of \`tsnb/display\` itself, such as
  a \`chart\` or an \`image\`, fail with their documented errors.
`;
