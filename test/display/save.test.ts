import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ChartError } from "../../src/display/errors/chart-error.ts";
import { ChartFormatError } from "../../src/display/errors/chart-format-error.ts";
import { ChartNameError } from "../../src/display/errors/chart-name-error.ts";
import { toSvg } from "../../src/display/picture/svg.ts";
import { chartsDir, save } from "../../src/display/save.ts";
import { WriteError } from "../../src/util/files/write-atomic.ts";
import { bars } from "../support/charts.ts";
import { decodePng } from "../support/png.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tsnb-save-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("save", () => {
  test("writes four files into a new folder and returns their paths", async () => {
    const charts = join(dir, "deep", "charts");
    const files = await save(bars, { dir: charts, name: "two-bars" });
    expect(files).toEqual(["html", "svg", "png", "vl.json"].map((end) => join(charts, `two-bars.${end}`)));
    expect(readdirSync(charts).toSorted()).toEqual(files.map((file) => basename(file)).toSorted());
    const [html = "", svg = "", png = "", json = ""] = files;
    expect(readFileSync(html, "utf8")).toContain("<h1>Two bars</h1>");
    expect(readFileSync(svg, "utf8")).toBe(await toSvg(bars));
    expect(decodePng(readFileSync(png)).width).toBe(2 * Number(/ width="(\d+)"/.exec(await toSvg(bars))?.[1]));
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual({
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      ...bars,
    });
  });

  test("writes the one file that a name with an ending asks for, at a scale", async () => {
    const [file = "", ...others] = await save(bars, { dir, name: "two.PNG", scale: 1 });
    expect([file, others, readdirSync(dir)]).toEqual([join(dir, "two.PNG"), [], ["two.PNG"]]);
    expect(decodePng(readFileSync(file)).width).toBe(Number(/ width="(\d+)"/.exec(await toSvg(bars))?.[1]));
    expect(await save(bars, { dir, name: "two.vl.json" })).toEqual([join(dir, "two.vl.json")]);
    expect(await save(bars, { dir, name: "v1.2" })).toHaveLength(4);
  });

  test("writes the formats that are asked for", async () => {
    await save(bars, { dir, name: "two.png", formats: ["svg", "json"] });
    expect(readdirSync(dir).toSorted()).toEqual(["two.svg", "two.vl.json"]);
    const formats: never[] = JSON.parse('["jpg"]');
    await expect(save(bars, { dir, name: "two", formats })).rejects.toThrow(ChartFormatError);
    const none = save(bars, { dir, name: "two", formats: [] });
    await expect(none).rejects.toThrow('options.formats is []. Give a list such as ["png", "svg"].');
    const folder = save(bars, { name: "figures/two" });
    await expect(folder).rejects.toThrow("at most 100 characters; a folder goes into options.dir.");
    const message = '"two.jpg": charts cannot be saved as "jpg". Use html, svg, png or json.';
    await expect(save(bars, { dir, name: "two.jpg" })).rejects.toThrow(message);
  });

  test("prints one line with the path, relative to the working directory", async () => {
    const folder = relative(process.cwd(), dir).split(sep).join("/");
    const files = await save(bars, { dir, name: "two", formats: ["svg", "png"] });
    expect(inspect(files)).toBe(`Wrote ${folder}/two.svg, ${folder}/two.png`);
  });

  test("saving again gives the same bytes", async () => {
    const files = await save(bars, { dir, name: "again" });
    const first = files.map((file) => readFileSync(file));
    await save({ ...bars, title: "Another" }, { dir, name: "other" });
    await save(bars, { dir, name: "again" });
    expect(files.map((file, index) => first[index]?.equals(readFileSync(file)))).toEqual([true, true, true, true]);
  });

  test("a chart that cannot be drawn writes no file and keeps earlier ones", async () => {
    await save(bars, { dir, name: "kept" });
    const before = readFileSync(join(dir, "kept.svg"));
    await expect(save({ ...bars, mark: "pint" }, { dir, name: "kept" })).rejects.toThrow(ChartError);
    await expect(save({ ...bars, mark: "pint" }, { dir, name: "new" })).rejects.toThrow(ChartError);
    const unloaded = { ...bars, data: { url: "missing.json" } };
    await expect(save(unloaded, { dir, name: "new" })).rejects.toThrow(/cannot be loaded from missing\.json \(ENOENT/);
    expect(readdirSync(dir)).toHaveLength(4);
    expect(readFileSync(join(dir, "kept.svg")).equals(before)).toBe(true);
  });

  test("a file where the folder should be is an error that names it", async () => {
    const file = join(dir, "taken");
    writeFileSync(file, "mine");
    await expect(save(bars, { dir: file, name: "chart" })).rejects.toThrow(WriteError);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(readdirSync(dir)).toEqual(["taken"]);
  });

  // Neither Windows nor root is bound by the mode of a folder.
  test.skipIf(process.platform === "win32" || process.getuid?.() === 0)(
    "a read-only folder is an error that names it",
    async () => {
      chmodSync(dir, 0o500);
      await expect(save(bars, { dir, name: "chart" })).rejects.toThrow(WriteError);
      chmodSync(dir, 0o700);
      expect(readdirSync(dir)).toEqual([]);
    },
  );

  test("a name in place of the options is an error", async () => {
    // @ts-expect-error JavaScript can pass anything.
    await expect(save(bars, "two-bars")).rejects.toThrow(ChartNameError);
  });

  test.each([
    ["", "it is empty"],
    ["  ", "it is empty"],
    ["a/b", 'it has the character "/"'],
    ["..\\evil", 'it has the character "\\\\"'],
    ["..", "it starts with a dot"],
    [".hidden", "it starts with a dot"],
    ["ends.", "ends with a dot"],
    ["a:b", 'it has the character ":"'],
    ["nul\0", 'it has the character "\\u0000"'],
    ["con", "Windows reserves that name"],
    ["LPT1.2", "Windows reserves that name"],
    ["x".repeat(101), "it has 101 characters"],
  ])("refuses the name %j", async (name, got) => {
    const saving = save(bars, { dir, name });
    await expect(saving).rejects.toThrow(ChartNameError);
    await expect(saving).rejects.toThrow(got);
    expect(readdirSync(dir)).toEqual([]);
  });

  test("accepts names in any script, with dots inside", async () => {
    const files = await save(bars, { dir, name: "größe v1.2 時間" });
    expect(basename(files[0] ?? "")).toBe("größe v1.2 時間.html");
  });
});

describe("chartsDir", () => {
  test("is TSNB_CHARTS, relative to the working directory", () => {
    expect(chartsDir({ TSNB_CHARTS: dir }, "/elsewhere")).toBe(dir);
    expect(chartsDir({ TSNB_CHARTS: "pictures" }, dir)).toBe(join(dir, "pictures"));
  });

  test("is otherwise out/charts in the nearest folder upward with a package.json", () => {
    const inner = join(dir, "notebooks", "deep");
    mkdirSync(inner, { recursive: true });
    writeFileSync(join(dir, "package.json"), "{}");
    expect(chartsDir({ TSNB_CHARTS: "" }, inner)).toBe(join(dir, "out", "charts"));
    writeFileSync(join(dir, "notebooks", "package.json"), "{}");
    expect(chartsDir({}, inner)).toBe(join(dir, "notebooks", "out", "charts"));
  });

  test("is otherwise out/charts in the working directory", () => {
    expect(chartsDir({}, dir)).toBe(join(dir, "out", "charts"));
  });
});
