import type { Magic } from "./magic.ts";
import { shapeOf, typeOf } from "./value-type.ts";

export const who: Magic = {
  name: "who",
  usage: "%who",
  help: "lists declared names with type, shape and cell",
  run(_call, { names, print }) {
    const rows = names()
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, kind, read, cell }) => [name, ...described(kind, read), cell]);
    print(rows.length === 0 ? "The cells have declared no names yet.\n" : table([HEAD, ...rows]));
  },
};

const HEAD = ["name", "type", "shape", "declared in"];

function described(kind: string, read: () => unknown): [type: string, shape: string] {
  if (kind === "class" || kind === "enum" || kind === "namespace") return [kind, ""];
  try {
    const value = read();
    return [typeOf(value), shapeOf(value)];
  } catch {
    return ["no value", ""];
  }
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
