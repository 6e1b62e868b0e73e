import { describe, expect, it } from "vitest";
import { changesBetween, keyOf, type InputPart } from "../../../../src/run/cache/inputs/input-parts.ts";

const digest = (letter: string) => letter.repeat(64);
const cell = (name: string, letter: string): InputPart => ({ kind: "cell", name, value: digest(letter) });
const file = (name: string, letter: string): InputPart => ({ kind: "file", name, value: digest(letter) });

describe("the key of parts", () => {
  it("changes with a value, and with the order of cells", () => {
    const key = keyOf([cell("1", "a"), cell("2", "b"), file("x.ts", "c")]);
    expect(keyOf([cell("1", "b"), cell("2", "a"), file("x.ts", "c")])).not.toBe(key);
    expect(keyOf([cell("1", "a"), cell("2", "b"), file("x.ts", "d")])).not.toBe(key);
    expect(keyOf([cell("1", "a"), cell("2", "b"), file("y.ts", "c")])).not.toBe(key);
  });

  it("does not change with the numbers and headings of cells", () => {
    expect(keyOf([cell("2 (Load)", "a")])).toBe(keyOf([cell("5 (Load it)", "a")]));
  });
});

describe("the changes between parts", () => {
  it("name cells, files and versions", () => {
    const before: readonly InputPart[] = [
      { kind: "node", name: "node", value: "v20.1.0" },
      { kind: "parameter", name: "lr", value: "0.1" },
      cell("1", "a"),
      cell("3 (Fit)", "b"),
      file("gone.csv", "a"),
      file("x.ts", "a"),
    ];
    const after: readonly InputPart[] = [
      { kind: "node", name: "node", value: "v22.0.0" },
      { kind: "parameter", name: "lr", value: "0.2" },
      cell("1", "a"),
      cell("4 (Fit)", "c"),
      file("new.csv", "a"),
      file("x.ts", "b"),
    ];
    expect(changesBetween(before, after)).toEqual([
      "cell 4 (Fit) has changed",
      "Node.js has changed from v20.1.0 to v22.0.0",
      'the parameter "lr" has changed from 0.1 to 0.2',
      'the file "new.csv" is new',
      'the file "x.ts" has changed',
      'the file "gone.csv" is no longer used',
    ]);
  });

  it("distinguish an added or removed cell from those that it moves", () => {
    const [a, b, c] = [cell("1", "a"), cell("2", "b"), cell("3", "c")];
    expect(changesBetween([a, c], [a, b, c])).toEqual(["cell 2 is new, or has changed"]);
    expect(changesBetween([a, b, c], [a, c])).toEqual(["cell 2 of that run is gone, or has changed"]);
    expect(changesBetween([a, b, c], [a, b, c])).toEqual([]);
  });
});
