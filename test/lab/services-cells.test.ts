import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { scratch } from "../support/scratch.ts";
import { ServedKernel } from "./support/served-kernel.ts";

const VEGALITE = "application/vnd.vegalite.v5+json";
const BAR = `{ data: { values: [{ a: 1 }] }, mark: "bar", encoding: { x: { field: "a", type: "quantitative" } } }`;
const PNG = [137, 80, 78, 71, 13, 10, 26, 10, ...Array(256).keys()];

const plain = (text: string) => ({ "text/plain": text });
const stdout = (text: unknown) => ["stream", { name: "stdout", text }];
const stderr = (text: unknown) => ["stream", { name: "stderr", text }];
const shown = (data: object, more: object = {}) => ["display_data", { data, ...more }];
const updated = (data: object, more: object = {}) => ["update_display_data", { data, ...more }];
const valued = (data: object) => ["execute_result", expect.objectContaining({ data })];

let served: ServedKernel;

beforeAll(async () => {
  served = await ServedKernel.start(inject("venv"));
  // The first type error shows that the compiler has started.
  await served.begin("const begun: number = 'text'", { lasting: true }).until(([type]) => type === "stream");
});

afterAll(() => served.stop());

describe("cells behind a Jupyter server", () => {
  it.each<[what: string, cells: string[], expected: object]>([
    ["enums", ["enum Level { Low, High = 5 }", "[Level.High, Level[0]]"], plain("[ 5, 'Low' ]")],
    ["namespaces", ["namespace Inner { export const x = 1 }", "Inner.x"], plain("1")],
    ["top-level await", ["const later = await Promise.resolve(7); later"], plain("7")],
    ["names declared again", ["const twice = 1", "const twice = 'two'; twice"], plain("'two'")],
    ["modules of Node", ["import { posix } from 'node:path'; posix.join('a', 'b')"], plain("'a/b'")],
    ["a Map", ["new Map([[1, { a: [2] }]])"], plain("Map(1) { 1 => { a: [ 2 ] } }")],
    ["an object of a class", ["class Point { #hidden = 1; y = 2 }\nnew Point()"], plain("Point { y: 2 }")],
    ["a getter that throws", ["({ get a() { throw new Error('never called') } })"], plain("{ a: [Getter] }")],
    ["10,000 promises", ["Array.from({ length: 10_000 }, () => new Promise(() => {})).length"], plain("10000")],
    [
      "a chart",
      [`(${BAR})`],
      expect.objectContaining({
        [VEGALITE]: expect.objectContaining({ mark: "bar", data: { values: [{ a: 1 }] } }),
        "image/png": expect.stringMatching(/^iVBORw0KGgo/),
        "text/plain": "Chart (bar, 1 row).",
      }),
    ],
    [
      "a Polars frame",
      ["import pl from 'nodejs-polars'; pl.DataFrame({ a: [1], b: ['<y>'] })"],
      {
        "text/html": expect.stringMatching(
          /^<table class="tex2jax_ignore[^]*<td style="text-align:left">&lt;y&gt;<\/td>/,
        ),
        "text/plain": expect.stringContaining("<y>"),
      },
    ],
    [
      "the bytes of a PNG",
      [`Uint8Array.from(${JSON.stringify(PNG)})`],
      expect.objectContaining({ "image/png": Buffer.from(PNG).toString("base64") }),
    ],
    [
      "objects with their own display method",
      ["({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })"],
      { "text/html": "<b>x</b>" },
    ],
  ])("give %s", async (_what, cells, expected) => {
    expect(await served.result(...cells)).toEqual(expected);
  });

  it.each<[what: string, code: string, outputs: unknown[]]>([
    [
      "a type error, and the value all the same",
      "const n: number = 't'; n",
      [stderr(expect.stringMatching(/TS2322[^]*Type 'string' is not assignable/)), valued(plain("'t'"))],
    ],
    [
      "output of child processes",
      "void require('node:child_process').execSync('echo out; echo err >&2', { stdio: 'inherit' })",
      [stdout("out\n"), stderr("err\n")],
    ],
    [
      "output of tslab",
      `import * as tslab from "tslab"; tslab.display.html("<b>1</b>");
       const display = tslab.newDisplay(); display.text("one"); display.text("two"); tslab.versions.tslab`,
      [
        shown({ "text/html": "<b>1</b>" }, { metadata: {}, transient: {} }),
        ["display_data", expect.objectContaining({ data: plain("one") })],
        ["update_display_data", expect.objectContaining({ data: plain("two") })],
        valued(plain("'1.0.22'")),
      ],
    ],
    [
      "a display, its update and that all is cleared",
      `import { clear, display as show, update } from "tsnb/display";
       await show("one", { id: "cell" }); await update("cell", "two"); await clear({ wait: true })`,
      [
        shown(plain("'one'"), { metadata: {}, transient: { display_id: "cell" } }),
        updated(plain("'two'"), { metadata: {}, transient: { display_id: "cell" } }),
        ["clear_output", { wait: true }],
      ],
    ],
    ["what a shell command prints", "!echo out && echo err >&2", [stdout("out\n"), stderr("err\n")]],
    [
      "how long code takes",
      "%timeit JSON.stringify([1, 2, 3])",
      [stdout(expect.stringMatching(/^[\d.]+ \S+ ± [\d.]+ \S+ per loop/))],
    ],
    ["help", "%help", [stdout(expect.stringContaining("%npm install NAME"))]],
  ])("show %s", async (_what, code, outputs) => {
    const run = await served.execute(code);
    expect(run.reply).toMatchObject({ status: "ok" });
    expect(run.outputs).toEqual(outputs);
  });

  it("draw a bar that fills up in place", async () => {
    const { outputs } = await served.execute(
      `import { progress } from "tsnb/display"; const bar = progress(2, { label: "Work" }); bar.advance(2);`,
    );
    const ids = outputs.map(([, content]) => "transient" in content && JSON.stringify(content.transient));
    expect(outputs.map(([type]) => type)).toEqual(["display_data", "update_display_data"]);
    expect(ids[0]).toBe(ids[1]);
    expect(outputs[1]).toMatchObject([
      "update_display_data",
      { data: { "text/plain": expect.stringMatching(/^Work 100 % █{30} 2\/2/) } },
    ]);
  });

  it("are checked as %check says, and are all forgotten by %reset", async () => {
    const wrong = "const wrong: number = 'text'; wrong";
    await served.execute("%check off");
    expect((await served.execute(wrong)).stderr).toBe("");
    await served.execute("%check block");
    const blocked = await served.execute(wrong);
    expect(blocked.reply).toMatchObject({ status: "error", ename: "TypeCheckError" });
    expect(blocked.result).toBeUndefined();
    await served.execute("%check on");
    expect((await served.execute(wrong)).stderr).toContain("TS2322");
    await served.execute("%reset");
    expect((await served.execute("wrong")).reply).toMatchObject({ ename: "ReferenceError" });
  });

  it("are listed with their numbers", async () => {
    const { future, done } = served.begin("'said back'");
    const told = new Promise((resolve) => {
      future.onIOPub = ({ header, content }) => {
        if (header.msg_type === "execute_input") resolve(content);
      };
    });
    const { reply } = await done;
    expect(await told).toEqual({ code: "'said back'", execution_count: reply.execution_count });
  });

  it("are kept in a history that can be searched and read by range", async () => {
    const { reply } = await served.execute("'needle one'");
    await served.execute("'needle two'");
    const line = Number(reply.execution_count);
    const both = [
      [1, line, "'needle one'"],
      [1, line + 1, "'needle two'"],
    ];
    const common = { output: false, raw: true } as const;
    const range = { ...common, hist_access_type: "range", session: 0, start: line, stop: line + 1 } as const;
    const search = { ...common, hist_access_type: "search", pattern: "*needle*", n: 5, unique: false } as const;
    expect((await served.kernel.requestHistory(range)).content).toEqual({ status: "ok", history: both.slice(0, 1) });
    expect((await served.kernel.requestHistory(search)).content).toEqual({ status: "ok", history: both });
  });

  it("reload a helper file after it was edited", async () => {
    const helper = join(scratch({ "helper.ts": "export const says: string = 'before';" }), "helper.ts");
    const code = `import { says } from ${JSON.stringify(helper)}; says`;
    expect(await served.result(code)).toEqual(plain("'before'"));
    writeFileSync(helper, "export const says: string = 'after';");
    expect(await served.result("says")).toEqual(plain("'before'"));
    expect(await served.result(code)).toEqual(plain("'after'"));
  });

  it("get no answer where the client allows no questions", async () => {
    const { reply } = await served.execute(`await input("Who? ")`, { allow_stdin: false });
    expect(reply).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("does not allow input"),
    });
  });

  it("get what their timers print and throw after their end", async () => {
    const { done, until } = served.begin(
      `setTimeout(() => { console.log("late"); setTimeout(() => { throw new RangeError("too late") }, 10) }, 50); 1`,
      { lasting: true },
    );
    const { reply, outputs } = await done;
    expect(reply).toMatchObject({ status: "ok" });
    await until(([type, content]) => type === "stream" && "text" in content && content.text === "late\n");
    await until(([type]) => type === "error");
    expect(outputs.at(-1)).toEqual(["error", expect.objectContaining({ ename: "RangeError", evalue: "too late" })]);
  });
});
