import { join } from "node:path";
import type { Example } from "./examples.ts";
import type { Outcome } from "./run-examples.ts";
import { versionIn } from "./systems.ts";

export type Column = {
  readonly title: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
};

const WORKS = "works";

/** The Markdown page that lists which packages work. */
export function tablePage(examples: readonly Example[], columns: readonly Column[], folder: string): string {
  const counts = columns.map(({ title, outcomes }) => {
    const working = examples.filter(({ name }) => outcomes.has(name) && outcomes.get(name) === undefined);
    return `${title}: ${working.length} of ${examples.length}`;
  });
  const rows = examples.map(({ field, name, code }) => [
    field,
    `${name} ${versionIn(join(folder, "node_modules", name))}`,
    importsIn(code, name),
    ...columns.map(({ outcomes }) => outcomes.get(name) ?? WORKS),
  ]);
  const header = ["field", "package", "imports", ...columns.map(({ title }) => title)];
  const lines = [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `# Packages that were tried

This page lists the first example in each package's documentation, run as one type-checked cell in a project without a
tsconfig.json, on Node ${process.versions.node.split(".")[0]}. \`npm run test:packages\` checks tsnb's column, and
writes this page where TSNB_WRITE_PACKAGES is set.

${counts.join(", ")}.

${lines.join("\n")}
`;
}

/** The outcomes in the column of a page whose title starts with `title`, by package name. */
export function columnIn(page: string, title: string): ReadonlyMap<string, string> {
  const rows = page.split("\n").filter((line) => line.startsWith("|"));
  const [header = [], , ...body] = rows.map((line) => line.split("|").map((cell) => cell.trim()));
  const at = header.findIndex((cell) => cell.startsWith(title));
  return new Map(body.map((cells) => [(cells[2] ?? "").split(" ")[0] ?? "", cells[at] ?? ""]));
}

/** The text of an outcome in the table. */
export function wordFor(outcome: Outcome): string {
  return outcome ?? WORKS;
}

// Only the imports of the package itself, without others that the example needs.
function importsIn(code: string, name: string): string {
  const found = code.matchAll(/^import (?:(.+) from )?"([^"]+)";$/gm);
  const own = Array.from(found, ([text, , from = ""]) => ({ text, from }))
    .filter(({ from }) => from === name || from.startsWith(`${name}/`))
    .map(({ text }) => `\`${text.slice(0, -1)}\``);
  return own.join("<br>");
}
