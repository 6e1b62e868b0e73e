import { type Arbitrary, array, boolean, constantFrom, jsonValue, nat, oneof, tuple } from "fast-check";
import type { Cell, Notebook } from "../../src/notebook/types.ts";
import { cells, notebooks } from "./generated-notebooks.ts";

/** Two versions of a notebook and their common base. */
export type Versions = { readonly base: Notebook; readonly ours: Notebook; readonly theirs: Notebook };

type Edit = (cells: readonly Cell[]) => readonly Cell[];

const place = nat(1000);
const words = constantFrom("const edited = 1;", "// note", "", "const a = 1;", "%npm install y", "let z = 2;");

const edits = (name: string): Arbitrary<Edit> =>
  oneof(
    tuple(place, words).map(
      ([at, line]): Edit =>
        (all) =>
          changed(all, at, ({ source }) => ({ source: `${source}\n${line} ${name}` })),
    ),
    tuple(place, words).map(
      ([at, line]): Edit =>
        (all) =>
          changed(all, at, ({ source }) => ({ source: `${line} ${name}\n${source}` })),
    ),
    tuple(place, words).map(
      ([at, line]): Edit =>
        (all) =>
          changed(all, at, () => ({ source: line })),
    ),
    tuple(place, jsonValue()).map(
      ([at, value]): Edit =>
        (all) => {
          return changed(all, at, ({ metadata }) => ({
            metadata: { ...metadata, [name]: JSON.parse(JSON.stringify(value)) },
          }));
        },
    ),
    tuple(place, words).map(
      ([at, value]): Edit =>
        (all) =>
          changed(all, at, ({ metadata }) => ({ metadata: { ...metadata, both: value } })),
    ),
    place.map(
      (at): Edit =>
        (all) =>
          all.filter((_cell, index) => index !== at % Math.max(all.length, 1)),
    ),
    tuple(place, place).map(
      ([from, to]): Edit =>
        (all) =>
          moved(all, from, to),
    ),
    tuple(place, cells(), boolean()).map(
      ([at, cell, isTwin]): Edit =>
        (all) => {
          const id = isTwin ? `added-${at % 3}` : `${name}-${at}`;
          if (all.some((each) => each.id === id)) return all;
          return all.toSpliced(at % (all.length + 1), 0, { id, ...cell });
        },
    ),
  );

function side(name: string): Arbitrary<readonly Edit[]> {
  return array(edits(name), { maxLength: 4 });
}

/** A notebook, and two versions of it with up to four edits each. */
export function versions(): Arbitrary<Versions> {
  return tuple(notebooks(), side("ours"), side("theirs")).map(([base, our, their]) => ({
    base,
    ours: edited(base, our),
    theirs: edited(base, their),
  }));
}

function edited(notebook: Notebook, list: readonly Edit[]): Notebook {
  return { ...notebook, cells: list.reduce((all, edit) => edit(all), notebook.cells) };
}

function changed(
  all: readonly Cell[],
  at: number,
  change: (cell: Cell) => Pick<Cell, "source"> | Pick<Cell, "metadata">,
) {
  return all.map((cell, index) => (index === at % all.length ? { ...cell, ...change(cell) } : cell));
}

function moved(all: readonly Cell[], from: number, to: number): readonly Cell[] {
  const cell = all[from % Math.max(all.length, 1)];
  if (cell === undefined) return all;
  const rest = all.filter((each) => each !== cell);
  return rest.toSpliced(to % (rest.length + 1), 0, cell);
}
