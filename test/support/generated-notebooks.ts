import {
  type Arbitrary,
  array,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  nat,
  oneof,
  option,
  record,
  string,
  tuple,
  uniqueArray,
} from "fast-check";
import type { JsonObject, JsonValue } from "../../src/jupyter/json.ts";
import type { Cell, CodeCell, Notebook, Output, TextCell } from "../../src/notebook/types.ts";

/** Lines that a text format may mistake for its own syntax. */
const TRAPS = [
  "",
  " ",
  "const a = 1;",
  "const b = `",
  "`;",
  "%npm install x",
  "  %check off",
  "!ls -la \\",
  "!echo $HOME",
  "!flag && run()",
  "a",
  "%b",
  "%%",
  "%% [markdown]",
  '// %% [markdown] id="x"',
  "//%%",
  "// // %% deeper",
  "// %npm commented",
  "// !ls commented \\",
  "// // !ls \\",
  "// In[3]:",
  "// <codecell>",
  "// ---",
  "# Title",
  "$$x$$",
  "```ts",
  "````",
  "<<<<<<< ours",
  "=======",
  ">>>>>>> theirs",
  "export const x: number = 1;",
  "äöü 𝒳",
  "\\",
  "tail \\",
  "\ttabbed",
  "carriage\r",
  "one\u2028two\u2029 \\u2028",
  "x?",
  "??x.y;",
  "// really?",
  "%%bash",
];

const line = oneof({ weight: 3, arbitrary: constantFrom(...TRAPS) }, { weight: 1, arbitrary: string() });

const source = array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));

const json: Arbitrary<JsonValue> = jsonValue({ maxDepth: 2, noUnicodeString: false }).map(
  (value): JsonValue => JSON.parse(JSON.stringify(value)),
);

const key = oneof(
  constantFrom("tags2", "slideshow", "id", "title", "metadata", "attachments", "a b", "x.y", "cell_type", "", "é"),
  string({ maxLength: 5 }),
);

function objects(known: Arbitrary<JsonObject>): Arbitrary<JsonObject> {
  const others = dictionary(key, json, { maxKeys: 3, noNullPrototype: true });
  return tuple(others, known).map(([other, some]) => {
    const { tags: _tags, name: _name, jupyter: _jupyter, ...free } = other;
    return JSON.parse(JSON.stringify({ ...free, ...some }));
  });
}

const tags = uniqueArray(constantFrom("parameters", "raises-exception", "a b", "[x]", "y=1", "{z}"), {
  maxLength: 3,
});
const cellMetadata = objects(record({ tags }, { requiredKeys: [] }));

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const output: Arbitrary<Output> = oneof(
  record({
    output_type: constant("stream" as const),
    name: constantFrom("stdout", "stderr"),
    text: source,
  }),
  record({
    output_type: constant("display_data" as const),
    data: constantFrom<JsonObject>({ "text/plain": "1" }, { "image/png": png }, { "application/json": { a: [1] } }),
    metadata: constant({}),
  }),
  record({
    output_type: constant("error" as const),
    ename: string(),
    evalue: string(),
    traceback: array(line, { maxLength: 2 }),
  }),
);

const codeCell: Arbitrary<Omit<CodeCell, "id">> = record({
  cell_type: constant("code" as const),
  source,
  metadata: cellMetadata,
  outputs: array(output, { maxLength: 3 }),
  execution_count: option(nat(99)),
});

const attachments = constantFrom({ "p.png": { "image/png": png } }, { "a b.png": { "image/png": png } });

const textCell: Arbitrary<Omit<TextCell, "id">> = record(
  {
    cell_type: constantFrom("markdown" as const, "raw" as const),
    source,
    metadata: cellMetadata,
    attachments,
  },
  { requiredKeys: ["cell_type", "source", "metadata"] },
);

/** Cells without ids. */
export function cells(): Arbitrary<Omit<CodeCell, "id"> | Omit<TextCell, "id">> {
  return oneof({ weight: 3, arbitrary: codeCell }, { weight: 2, arbitrary: textCell });
}

/** Valid notebooks of format 4.5, with lines that text formats may misread. */
export function notebooks(maxCells = 6): Arbitrary<Notebook> {
  const metadata = objects(constant({ kernelspec: { name: "tsnb", display_name: "TypeScript" } })).map(
    ({ language_info: _info, title: _title, authors: _authors, ...rest }) => rest,
  );
  return tuple(metadata, array(cells(), { maxLength: maxCells })).map(([about, contents]) => ({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: about,
    cells: contents.map((content, index): Cell => ({ id: `c${index}`, ...content })),
  }));
}
