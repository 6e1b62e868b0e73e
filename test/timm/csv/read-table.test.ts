import { join } from "node:path";
import type pl from "nodejs-polars";
import { describe, expect, it } from "vitest";
import { benchmarkColumns, validationColumns } from "../../../src/timm/columns.ts";
import { readTable } from "../../../src/timm/csv/read-table.ts";
import { scratch } from "../../support/scratch.ts";

const header = "model,top1,top1_err,top5,top5_err,param_count,img_size,crop_pct,interpolation\n";
const beit = "beit_large,88.602,11.398,98.656,1.344,305.67,512,1.000,bicubic\n";
const levit = "levit_128s,76.514,23.486,92.870,7.130,7.78,224,0.900,bicubic\n";

function read(content: string | Uint8Array): pl.DataFrame {
  return readTable(join(scratch({ "results-imagenet.csv": content }), "results-imagenet.csv"), validationColumns);
}

function speeds(content: string): pl.DataFrame {
  return readTable(join(scratch({ "speeds.csv": content }), "speeds.csv"), benchmarkColumns("infer"));
}

describe("readTable", () => {
  it("assigns types to columns by name, whatever their order", () => {
    const frame = read(`img_size,model,param_count,top1\n512,beit_large,305.67,88.602\n`);
    expect(frame.toRecords()).toEqual([{ img_size: 512, model: "beit_large", param_count: 305.67, top1: 88.602 }]);
    expect(frame.dtypes.map(String)).toEqual(
      ["Int32", "String", "Float64", "Float64"].map((type) => `DataType(${type})`),
    );
  });

  it("drops thousands separators", () => {
    const rows = ['a,1,1,1,1,"1,014.45",224,1,x\n', "b,1,1,1,1,7.78,224,1,x\n", 'c,1,1,1,1,"2,001,014",224,1,x\n'];
    expect(
      read(header + rows.join(""))
        .getColumn("param_count")
        .toArray(),
    ).toEqual([1014.45, 7.78, 2001014]);
  });

  it("keeps unknown columns as text", () => {
    const frame = read("model,top1,param_count,img_size,rank_diff\nbeit,88.6,305.67,512,+2\n");
    expect(frame.getColumn("rank_diff").toArray()).toEqual(["+2"]);
  });

  it("reads a missing rate as null, and batch sizes written as floats", () => {
    const frame = speeds(
      "model,infer_samples_per_sec,infer_batch_size,infer_img_size,param_count\na,,1024.0,224,1.5\nb,10,,224,2\n",
    );
    expect(frame.getColumn("infer_samples_per_sec").toArray()).toEqual([null, 10]);
    expect(frame.getColumn("infer_batch_size").toArray()).toEqual([1024, null]);
  });

  it("reads Windows line breaks and a UTF-8 byte order mark", () => {
    const frame = read(`\uFEFF${header}${beit}`.replaceAll("\n", "\r\n"));
    expect(frame.columns[0]).toBe("model");
    expect(frame.getColumn("interpolation").toArray()).toEqual(["bicubic"]);
  });

  it("reads quoted names, with commas and line breaks inside", () => {
    const frame = read(`${header}"a,\n""b""",1,1,1,1,7.78,224,1,x\n`);
    expect(frame.getColumn("model").toArray()).toEqual(['a,\n"b"']);
  });

  it("rounds numbers as JavaScript's parser does", () => {
    const texts = [
      "0.1",
      "4.654236751715086e-05",
      "98.65600000000000591171556152403354644775390625",
      "9.3e-5",
      "20.1",
      "17.976931348623157",
    ];
    const frame = read(header + texts.map((text, at) => `m${at},${text},,,,1,224,,\n`).join(""));
    expect(frame.getColumn("top1").toArray()).toEqual(texts.map(Number));
  });
});

describe("readTable on a bad file names file, line, column and the expected content", () => {
  const rows = (row: string): string => header + beit + row + levit;

  it.each([
    ["nothing in it", "", "EmptyTableError", "Reading results-imagenet.csv: the file is empty"],
    ["only a header", header, "EmptyTableError", "there is a header but no row"],
    [
      "text for a number",
      rows("x,fast,,,,1,224,,\n"),
      "BadValueError",
      'line 3, column top1: got "fast"; a number from 0 to 100 was expected',
    ],
    [
      "a number out of range",
      rows("x,101,,,,1,224,,\n"),
      "BadValueError",
      'line 3, column top1: got "101"; a number from 0 to 100',
    ],
    [
      "half a pixel",
      rows("x,80,,,,1,224.5,,\n"),
      "BadValueError",
      'line 3, column img_size: got "224.5"; a whole number above 0',
    ],
    [
      "less than nothing",
      rows("x,-0.5,,,,1,224,,\n"),
      "BadValueError",
      'line 3, column top1: got "-0.5"; a number from 0',
    ],
    ["a return in a name", rows("x\r,80,,,,1,224,,\n"), "EncodingError", "line 3: got a carriage return within a line"],
    ["an empty name in quotes", rows('"",80,,,,1,224,,\n'), "BadValueError", "line 3, column model: got an empty cell"],
    [
      "text beside a quoted number",
      rows('x,80,,,,"1,014.5"\',224,,\n'),
      "BadValueError",
      "line 3, column param_count: got a quote in the middle; a cell without quotes or all in quotes was expected",
    ],
    ["a size beyond integers", rows("x,80,,,,1,1e12,,\n"), "BadValueError", 'line 3, column img_size: got "1e12"'],
    ["a number with a space", rows("x,80 ,,,,1,224,,\n"), "BadValueError", 'line 3, column top1: got "80 "'],
    [
      "infinity",
      rows("x,80,,,,inf,224,,\n"),
      "BadValueError",
      'line 3, column param_count: got "inf"; a number above 0',
    ],
    ["not a number", rows("x,NaN,,,,1,224,,\n"), "BadValueError", 'line 3, column top1: got "NaN"'],
    [
      "no name",
      rows(",80,,,,1,224,,\n"),
      "BadValueError",
      "line 3, column model: got an empty cell; text was expected",
    ],
    [
      "no accuracy",
      rows("x,,,,,1,224,,\n"),
      "BadValueError",
      "line 3, column top1: got an empty cell; a number from 0 to 100",
    ],
    ["wrong thousands", rows('x,80,,,,"1,01",224,,\n'), "BadValueError", 'line 3, column param_count: got "1,01"'],
    [
      "a value after a record of two lines",
      rows('"x\ny",80,,,,1,224,,\nz,bad,,,,1,224,,\n'),
      "BadValueError",
      "line 5, column top1",
    ],
    ["too few fields", rows("x,80,1,1\n"), "RaggedRowError", "line 3: the row has 4 fields; 9 were expected"],
    [
      "too many fields",
      rows("x,80,1,1,1,1,224,1,x,y\n"),
      "RaggedRowError",
      "line 3: the row has 10 fields; 9 were expected",
    ],
    ["an empty line", rows("\n"), "RaggedRowError", "line 3: the row has 1 field; 9 were expected"],
    ["an end inside a row", (header + beit + levit).slice(0, -30), "RaggedRowError", "line 3"],
    [
      "an end inside the last cell",
      (header + beit + levit).slice(0, -3),
      "TruncatedTableError",
      "line 3: the last line has no line break",
    ],
    ["an open quote", rows('"x,80,,,,1,224,,\n'), "TruncatedTableError", "line 3: a quote is opened and never closed"],
    ["UTF-16", Buffer.from(header + beit, "utf16le"), "EncodingError", "line 1: got a zero byte, as in UTF-16"],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${header}${beit}`, "utf16le"), "EncodingError", "line 1"],
    [
      "Latin-1 in a name",
      Buffer.from(rows("caf\u00e9,80,,,,1,224,,\n"), "latin1"),
      "EncodingError",
      "line 3: got bytes that are not UTF-8",
    ],
    [
      "Latin-1 in the header",
      Buffer.from(`caf\u00e9,${header}x,${beit}`, "latin1"),
      "EncodingError",
      "line 1: got bytes",
    ],
    [
      "a binary file",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00]),
      "EncodingError",
      "line 3: got a zero byte",
    ],
    [
      "a web page",
      "<!DOCTYPE html>\n<html></html>\n",
      "WrongColumnsError",
      "got the columns <!DOCTYPE html>; model, top1, param_count, img_size expected",
    ],
    ["a column twice", `top1,${header}1,${beit}`, "WrongColumnsError", "line 1, column top1: the column appears twice"],
  ])("%s", (_, content, name, message) => {
    expect(() => read(content)).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) }));
  });

  it("a benchmark in place of accuracies", () => {
    const other =
      "model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count\na,1,1,1,224,1\n";
    expect(() => read(other)).toThrow(
      /got the columns model, infer_samples_per_sec, .*; top1, img_size expected.*swapped/,
    );
    expect(() => speeds(header + beit)).toThrow(/; infer_samples_per_sec, infer_img_size expected.*swapped/);
  });

  it("a rate of zero, which has no time per image", () => {
    const text = "model,infer_samples_per_sec,infer_img_size,param_count\na,0,224,1\n";
    expect(() => speeds(text)).toThrow(
      'Reading speeds.csv, line 2, column infer_samples_per_sec: got "0"; a number above 0 was expected',
    );
  });

  it("a missing file, and a folder in its place", () => {
    const folder = scratch({ "inner/x": "" });
    expect(() => readTable(join(folder, "no.csv"), validationColumns)).toThrow(/Reading no\.csv: ENOENT/);
    expect(() => readTable(join(folder, "inner"), validationColumns)).toThrow(/Reading inner: E/);
  });

  it("a bad number after the first million bytes", () => {
    const many = Array.from(
      { length: 30_000 },
      (_, at) => `model_${at},80.5,19.5,95.1,4.9,12.34,224,0.875,bicubic\n`,
    ).join("");
    expect(() => read(`${header}${many}x,oops,,,,1,224,,\n`)).toThrow('line 30002, column top1: got "oops"');
    expect(() => read(`${header}${many}x,80,,1,224,,\n`)).toThrow("line 30002: the row has 7 fields");
  });
});
