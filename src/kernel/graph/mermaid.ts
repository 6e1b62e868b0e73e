import type { Dependency, DependencyGraph } from "./dependencies.ts";

const MOST_NAMES = 4;

/**
 * The graph as a Mermaid flowchart. A dotted line leads to a cell that only declares functions that read the names.
 *
 * @param labels the labels of the cells in the chart, in their order.
 */
export function mermaidOf({ cells, dependencies }: DependencyGraph, labels: readonly string[]): string {
  const nodes = cells.map((cell, at) => `  c${at}["${escaped([labels[at] ?? "", ...summary(cell)].join("<br/>"))}"]`);
  const arrows = dependencies.map(({ from, to, names, isLater }) => {
    const label = escaped(shortList(names));
    return `  c${from} ${isLater ? "-.->" : "-->"}|"${label}"| c${to}`;
  });
  return ["flowchart TD", ...nodes, ...arrows, ""].join("\n");
}

/** The graph as text, with a line for each cell. */
export function graphText({ cells, dependencies }: DependencyGraph, labels: readonly string[]): string {
  const lines = cells.map((cell, at) => {
    const needed = dependencies.filter(({ to }) => to === at).map((one) => reasonOf(one, labels));
    const parts = [...summary(cell), ...(needed.length === 0 ? [] : [`needs ${needed.join("; ")}`])];
    return [labels[at], ...(parts.length === 0 ? [] : [parts.join("; ")])].join(": ");
  });
  return lines.join("\n");
}

function reasonOf({ from, names, isLater }: Dependency, labels: readonly string[]): string {
  return `${names.join(", ")} of ${labels[from]}${isLater ? " in functions" : ""}`;
}

function summary(cell: DependencyGraph["cells"][number]): string[] {
  if (!cell) return ["not TypeScript"];
  const names = [...cell.declares.keys()];
  return names.length === 0 ? [] : [shortList(names)];
}

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${more} more` : names.join(", ");
}

// Names may contain dollar signs, and Mermaid takes text between two of them for mathematics.
function escaped(text: string): string {
  return text.replaceAll('"', "#quot;").replaceAll("$", "#36;");
}
