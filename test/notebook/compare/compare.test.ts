import { PNG } from "pngjs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/jupyter/json.ts";
import { acceptDifferences } from "../../../src/notebook/compare/accept.ts";
import { type CompareOptions, compareNotebooks } from "../../../src/notebook/compare/compare.ts";
import type { OutputDifference } from "../../../src/notebook/compare/differences.ts";
import { EXACTLY } from "../../../src/notebook/compare/rules.ts";
import { SANITIZERS } from "../../../src/notebook/compare/sanitize.ts";
import type { CodeCell, Notebook, Output } from "../../../src/notebook/types.ts";

function cellOf(outputs: readonly Output[], index: number, metadata: JsonObject = {}): CodeCell {
  const source = `cell ${index}`;
  return { cell_type: "code", id: `c${index}`, metadata, source, execution_count: index, outputs };
}

function notebook(...cells: (readonly Output[])[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: cells.map((outputs, index) => cellOf(outputs, index)) };
}

const stream = (text: string, name = "stdout"): Output => ({ output_type: "stream", name, text });
const shown = (data: { [mime: string]: JsonValue }, metadata: JsonObject = {}): Output => {
  return { output_type: "display_data", data, metadata };
};
const result = (text: string, execution_count: number): Output => {
  return { output_type: "execute_result", execution_count, data: { "text/plain": text }, metadata: {} };
};
const error = (evalue: string, traceback: readonly string[]): Output => {
  return { output_type: "error", ename: "TypeError", evalue, traceback };
};

function differences(before: readonly Output[], after: readonly Output[], options: CompareOptions = {}) {
  const [cell] = compareNotebooks(notebook(before), notebook(after), options).differences;
  return cell?.outputs ?? [];
}

const rules = (changed: Partial<typeof EXACTLY>): CompareOptions => ({ rules: [{ ...EXACTLY, ...changed }] });

const chart = (hash: string, value: number) => ({
  data: { name: `data-${hash.repeat(32)}` },
  datasets: { [`data-${hash.repeat(32)}`]: [{ value }] },
});

const long = "x".repeat(5000);

const briefly = ({ type, changes }: OutputDifference) => [
  type,
  ...changes.map(({ place, expected, actual }) => `${place}: ${expected} > ${actual}`),
];

const png = (width: number, height: number) => PNG.sync.write(new PNG({ width, height })).toString("base64");

describe("compareNotebooks finds nothing", () => {
  it.each<[string, readonly Output[], readonly Output[]]>([
    ["in the pieces of a stream", [stream("a\n"), stream("b\n")], [stream("a\nb\n")]],
    ["in how often a cell was executed", [result("1", 5)], [result("1", 2)]],
    ["in whether it was displayed or returned", [shown({ "text/plain": "1" })], [result("1", 2)]],
    [
      "in the order of stdout and stderr",
      [stream("a"), stream("e", "stderr"), stream("b")],
      [stream("e", "stderr"), stream("ab")],
    ],
    ["in an overwritten line", [stream("1 %\r100 %\r\n")], [stream("100 %\n")]],
    ["in the frames of an error", [error("no", ["File /home/a.py"])], [error("no", ["File /tmp/a.py", "line 2"])]],
    [
      "in the id of a widget",
      ...pair("application/vnd.jupyter.widget-view+json", { model_id: "a" }, { model_id: "b" }),
    ],
    ["in the order of keys", ...pair("application/json", { a: 1, b: 2 }, { b: 2, a: 1 })],
    ["in the line breaks of Base64", ...pair("image/jpeg", "QUJD\nREVG\n", "QUJDREVG")],
    ["in how a picture is compressed", ...pair("image/png", png(3, 3), `${png(3, 3)}\n`)],
    [
      "in the styles of a table",
      ...pair("text/html", "<table><tr><td>1</table>", '<table class="x"><tr><td id="y">1</td></tr></table>'),
    ],
    ["in how a table is aligned", ...pair("text/plain", "a   b\n──  ──\n1   2", "a  b\n─  ─\n1  2")],
  ])("%s", (_, before, after) => {
    expect(differences(before, after)).toEqual([]);
  });
});

function pair(mime: string, before: JsonValue, after: JsonValue): [readonly Output[], readonly Output[]] {
  return [[shown({ [mime]: before })], [shown({ [mime]: after })]];
}

describe("compareNotebooks shows", () => {
  it.each<[string, readonly Output[], readonly Output[], string[][]]>([
    ["lines", [stream("1\n2\n3")], [stream("1\nTWO\n3")], [["stdout", "line 2: 2 > TWO"]]],
    ["more lines", [stream("1\n2")], [stream("1\na\nb\n2")], [["stdout", "lines 2 to 3: undefined > a\nb"]]],
    ["what is gone", [stream("a"), result("1", 1)], [stream("a")], [["text/plain", ": 1 > undefined"]]],
    ["what is new", [], [shown({ "image/jpeg": "QUJD" })], [["image/jpeg", ": undefined > 3 bytes"]]],
    [
      "the first of three alone",
      [1, 2, 3].map((n) => result(`${n}`, 1)),
      [2, 3].map((n) => result(`${n}`, 1)),
      [["text/plain", ": 1 > undefined"]],
    ],
    ["an error", [error("a", [])], [error("b", [])], [["error", "line 1: TypeError: a > TypeError: b"]]],
    ["metadata", [shown({}, { a: 1 })], [shown({}, { a: 2 })], [["metadata", "a: 1 > 2"]]],
    [
      "a leaf",
      ...pair("application/vnd.vegalite.v5+json", { data: { values: [1] } }, { data: { values: [2] } }),
      [["application/vnd.vegalite.v5+json", "data.values[0]: 1 > 2"]],
    ],
    [
      "a cell",
      ...pair("text/html", "<table><tr><th>k<tr><td>1</table>", "<table><tr><th>k<tr><td>2</table>"),
      [["text/html", 'row 1, "k": 1 > 2']],
    ],
    [
      "the second table",
      ...pair(
        "text/html",
        "<table><tr><td>1</table><table><tr><td>1</table>!",
        "<table><tr><td>1</table><table><tr><td>2</table>?",
      ),
      [["text/html", "table 2, row 1, column 1: 1 > 2", "line 1: <table><table>! > <table><table>?"]],
    ],
    ["pictures", ...pair("image/png", png(2, 3), png(3, 2)), [["image/png", ": 2 × 3 pixels > 3 × 2 pixels"]]],
    [
      "a broken picture",
      ...pair("image/png", png(2, 3), "QUJD"),
      [["image/png", expect.stringMatching(/^: \d+ bytes > 3 bytes$/)]],
    ],
    [
      "the order",
      [shown({ "text/plain": "x" }), stream("a")],
      [stream("a"), shown({ "text/plain": "x" })],
      [["order", "line 1: text/plain, stdout > stdout, text/plain"]],
    ],
    ["colours", [stream("\u001b[31ma\u001b[0m")], [stream("a")], [["stdout", "line 1: ␛[31ma␛[0m > a"]]],
  ])("%s", (_, before, after, expected) => {
    expect(differences(before, after).map(briefly)).toEqual(expected);
  });

  it("the first few changes, and how many there are", () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const [difference] = differences(
      ...pair(
        "application/json",
        numbers,
        numbers.map((n) => n + 1),
      ),
    );
    expect(difference?.changes.map(({ place }) => place)).toEqual(["[0]", "[1]", "[2]", "[3]", "[4]"]);
    expect(difference?.more).toBe(15);
  });

  it("the part of a long line that differs, and the start of many lines", () => {
    const [difference] = differences([stream(`${long}a`)], [stream(`${long}b`)]);
    expect(difference?.changes[0]?.actual).toMatch(/^…x{80}b$/);
    const lines = Array.from({ length: 9 }, (_, index) => `line ${index}`).join("\n");
    expect(differences([], [stream(lines)])[0]?.changes[0]?.actual).toMatch(/line 4\n… 4 more lines$/);
  });

  it("the first few outputs, and how many more differ", () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    const before = notebook(numbers.map((number) => result(`${number}`, 1)));
    const after = notebook(numbers.map((number) => result(`${100 + number}`, 1)));
    const [cell] = compareNotebooks(before, after).differences;
    expect([cell?.outputs.length, cell?.more]).toEqual([10, 20]);
  });

  it("a picture of the difference between pictures", () => {
    const [difference] = differences(...pair("image/png", png(2, 3), png(2, 4)));
    expect(PNG.sync.read(Buffer.from(difference?.picture ?? []))).toMatchObject({ width: 12, height: 4 });
  });

  it("cells by number and id, and counts the compared ones", () => {
    const found = compareNotebooks(
      notebook([stream("a")], [], [stream("b")]),
      notebook([stream("a")], [], [stream("c")]),
    );
    expect(found).toMatchObject({ compared: 3, ignored: 0, hasStored: true });
    expect(found.differences.map(({ cell, id, source }) => [cell, id, source])).toEqual([[3, "c2", "cell 2"]]);
    expect(compareNotebooks(notebook([]), notebook([])).hasStored).toBe(false);
  });
});

describe("the rules of compareNotebooks", () => {
  it.each<[string, CompareOptions, readonly Output[], readonly Output[]]>([
    ["ignore a stream", rules({ ignore: ["stderr"] }), [stream("w", "stderr")], []],
    ["ignore a family of types", rules({ ignore: ["image/*"] }), ...pair("image/jpeg", "QUJD", "REVG")],
    ["ignore errors", rules({ ignore: ["error"] }), [error("a", [])], []],
    [
      "count one type only",
      rules({ only: ["text/plain"] }),
      [shown({ "text/plain": "1", "text/html": "a" })],
      [shown({ "text/plain": "1", "text/html": "b" })],
    ],
    [
      "allow a tolerance in JSON",
      rules({ tolerance: { relative: 1e-6, absolute: 0 } }),
      ...pair("application/json", [1], [1.0000001]),
    ],
    [
      "allow a tolerance in text",
      rules({ tolerance: { relative: 0, absolute: 0.2 } }),
      [stream("x = 1.1")],
      [stream("x = 1.2")],
    ],
    [
      "allow a tolerance in tables",
      rules({ tolerance: { relative: 0, absolute: 0.2 } }),
      ...pair("text/html", "<table><tr><td>1.1</table>", "<table><tr><td>1.2</table>"),
    ],
    ["sanitize streams", rules({ sanitizers: [SANITIZERS.durations] }), [stream("took 1 s")], [stream("took 2 s")]],
    [
      "sanitize JSON",
      rules({ sanitizers: [SANITIZERS.paths] }),
      ...pair("application/json", { at: "/a/b/c.csv" }, { at: "/d/c.csv" }),
    ],
    [
      "sanitize markup",
      rules({ sanitizers: [SANITIZERS.ids] }),
      ...pair("image/svg+xml", '<a id="m0a1b2c3d4e"/>', '<a id="m9f8e7d6c5b"/>'),
    ],
  ])("%s", (_, options, before, after) => {
    expect(differences(before, after)).not.toEqual([]);
    expect(differences(before, after, options)).toEqual([]);
  });

  it("rename datasets by their order where Altair names them by their content", () => {
    expect(differences(...pair("application/vnd.vegalite.v5+json", chart("a", 1), chart("b", 1)))).toEqual([]);
    expect(differences(...pair("application/vnd.vegalite.v5+json", chart("a", 1), chart("b", 2))).map(briefly)).toEqual(
      [["application/vnd.vegalite.v5+json", 'datasets["dataset 1"][0].value: 1 > 2']],
    );
  });

  it("are read from the notebook with the expected outputs", () => {
    const tagged: Notebook = { ...notebook(), cells: [cellOf([stream("a")], 0, { tags: ["nbval-ignore-output"] })] };
    expect(compareNotebooks(tagged, notebook([stream("b")]))).toMatchObject({
      compared: 0,
      ignored: 1,
      differences: [],
    });
    expect(compareNotebooks(notebook([stream("b")]), tagged).differences).toHaveLength(1);
  });

  it("can exclude cells", () => {
    const [before, after] = [notebook([stream("a")], [stream("b")]), notebook([stream("x")], [stream("y")])];
    const found = compareNotebooks(before, after, { cells: new Set(["c1"]) });
    expect(found.differences.map(({ cell }) => cell)).toEqual([2]);
    expect(found.compared).toBe(1);
  });
});

describe("a hint", () => {
  it.each<[string, string, string | undefined]>([
    ["took 1 s", "took 2 s", "Only durations differ: --sanitize durations would accept this"],
    ["\u001b[31ma\u001b[0m", "a", "Only colors differ: --sanitize colors would accept this"],
    ["1.00000001", "1.00000002", "Only numbers differ, and only slightly: --tolerance 1e-8 would accept this"],
    [
      "1 s at 0x7f00aa",
      "2 s at 0x7f00bb",
      "Only durations and addresses differ: --sanitize durations --sanitize addresses would accept this",
    ],
    ["1.0", "2.0", undefined],
    ["cat", "dog", undefined],
  ])("for %j and %j is %s", (before, after, hint) => {
    expect(differences([stream(before)], [stream(after)])[0]?.hint).toBe(hint);
  });
});

describe("acceptDifferences", () => {
  it("takes the new outputs of changed cells, and keeps everything else", () => {
    const before = { ...notebook([stream("a")], [result("1", 7)]), metadata: { kept: true } };
    const after = notebook([stream("b")], [result("1", 2)]);
    const accepted = acceptDifferences(before, after, compareNotebooks(before, after));
    expect(accepted.metadata).toEqual({ kept: true });
    expect(accepted.cells).toEqual([after.cells[0], before.cells[1]]);
    expect(compareNotebooks(accepted, after).differences).toEqual([]);
  });
});

describe("compareNotebooks on any outputs", () => {
  const Text = fc.string({ unit: "grapheme" });
  const AnyOutput: fc.Arbitrary<Output> = fc.oneof(
    fc
      .record({ name: fc.constantFrom("stdout", "stderr"), text: fc.string({ minLength: 1 }) })
      .map(({ name, text }) => stream(text, name)),
    fc.record({ text: Text, html: Text, json: fc.jsonValue() }).map(({ text, html, json }) => {
      const data: JsonValue = JSON.parse(JSON.stringify(json));
      return shown({ "text/plain": text, "text/html": html, "application/json": data });
    }),
    Text.map((evalue) => error(evalue, [])),
  );

  it("accepts equal outputs, and finds an added output", () => {
    fc.assert(
      fc.property(fc.array(AnyOutput), (outputs) => {
        expect(differences(outputs, structuredClone(outputs))).toEqual([]);
        expect(differences(outputs, [...outputs, shown({ "text/plain": "added" })])).not.toEqual([]);
      }),
    );
  });
});
