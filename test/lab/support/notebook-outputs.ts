import * as v from "valibot";

const Data = v.record(v.string(), v.unknown());

const Output = v.variant("output_type", [
  v.object({ output_type: v.literal("stream"), name: v.picklist(["stdout", "stderr"]) }),
  v.object({ output_type: v.picklist(["display_data", "execute_result"]), data: Data, metadata: Data }),
  v.object({ output_type: v.literal("error"), ename: v.string(), evalue: v.string() }),
]);

const Text = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((text) => (typeof text === "string" ? text : text.join(""))),
);

const Notebook = v.looseObject({
  metadata: v.looseObject({ kernelspec: v.looseObject({ name: v.string() }) }),
  cells: v.array(
    v.variant("cell_type", [
      v.looseObject({
        cell_type: v.literal("code"),
        execution_count: v.nullable(v.number()),
        outputs: v.array(Output),
        source: Text,
      }),
      v.looseObject({ cell_type: v.picklist(["markdown", "raw"]) }),
    ]),
  ),
});

/** The parts of a notebook that these tests look at. */
export type LabNotebook = v.InferOutput<typeof Notebook>;

export function parseNotebook(value: unknown): LabNotebook {
  return v.parse(Notebook, value);
}

/** The number of charts and tables that each code cell should show on the screen, by the cell's index. */
export function expectedOnScreen(notebook: LabNotebook): { index: number; charts: number; tables: number }[] {
  return notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "code") return [];
    const bundles = cell.outputs.flatMap((output) => ("data" in output ? [output.data] : []));
    const charts = bundles.filter((data) => VEGALITE in data).length;
    const tables = bundles.map((data) => htmlOf(data).split("<table").length - 1);
    return [{ index, charts, tables: tables.reduce((sum, count) => sum + count, 0) }];
  });
}

export const VEGALITE = "application/vnd.vegalite.v5+json";

function htmlOf(data: Record<string, unknown>): string {
  return "text/html" in data ? v.parse(Text, data["text/html"]) : "";
}

/** The notebook without outputs and execution counts. */
export function withoutOutputs(notebook: LabNotebook): LabNotebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

/** The notebook with another kernel's name in its metadata. */
export function forKernel(notebook: LabNotebook, name: string): LabNotebook {
  const { metadata } = notebook;
  return { ...notebook, metadata: { ...metadata, kernelspec: { ...metadata.kernelspec, name } } };
}
