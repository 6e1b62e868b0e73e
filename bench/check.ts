import { spawn } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { digits, inTurn, markdown, median, plainEnvironment, timed } from "./measure.ts";

const NOTEBOOKS = 100;
const CELLS = 20;
const root = join(import.meta.dirname, "..", "..");

/** `tsnb check` of many notebooks beside `tsc` on the same code, with one file for each notebook. */
export async function benchCheck(scratch: string, rounds: number): Promise<string> {
  const folder = join(scratch, "check");
  await writeProject(folder);
  const figures = await inTurn(rounds, {
    check: () => timed(() => program(folder, join(root, "dist", "cli", "main.cjs"), "check", "notebooks")),
    tsc: () => timed(() => program(folder, join(root, "node_modules", "typescript", "bin", "tsc"), "-p", ".")),
  });
  const [ours, theirs] = [median(figures["check"] ?? []), median(figures["tsc"] ?? [])];
  const ratio = median(
    (figures["check"] ?? []).map((figure, round) => figure / (figures["tsc"]?.[round] ?? Number.NaN)),
  );
  return markdown(
    [`${NOTEBOOKS} notebooks of ${CELLS} cells`, "median ms"],
    [
      ["tsnb check", digits(ours)],
      ["tsc on the same code as files", digits(theirs)],
      ["ratio, median of the rounds", `${ratio.toFixed(2)} x`],
    ],
  );
}

async function writeProject(folder: string): Promise<void> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: "preserve",
    target: "esnext",
    types: ["node"],
    moduleDetection: "force",
    allowImportingTsExtensions: true,
  };
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ type: "module" }),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["files"] }),
    "helper.ts": `export type Row = { name: string; value: number };
export function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, at) => ({ name: "row " + at, value: at }));
}
`,
  };
  for (let notebook = 0; notebook < NOTEBOOKS; notebook++) {
    const cells = Array.from({ length: CELLS }, (_, at) => cellText(at, notebook));
    files[`files/notebook${notebook}.ts`] = cells.join("\n");
    files[`notebooks/notebook${notebook}.ipynb`] = notebookText(cells);
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}

// Rows, a mean, a frame, a summary, and so on, each building on the earlier cells.
function cellText(at: number, notebook: number): string {
  if (at === 0) return `import pl from "nodejs-polars";\nimport { rows } from "../helper.ts";`;
  if (at % 4 === 1) {
    return `type Point${at} = { x: number; y: number; label?: string };
const points${at}: Point${at}[] = rows(${at}).map((row, i) => ({ x: row.value, y: i * ${notebook}, label: row.name }));
console.log(points${at}.length);`;
  }
  if (at % 4 === 2) {
    return `function mean${at}(list: readonly { y: number }[]): number {
  return list.reduce((sum, { y }) => sum + y, 0) / list.length;
}
const middle${at} = mean${at}(points${at - 1});`;
  }
  if (at % 4 === 3) {
    return `const frame${at} = pl.DataFrame({ x: points${at - 2}.map(({ x }) => x), y: points${at - 2}.map(({ y }) => y) });
const best${at} = frame${at}.sort("y", true).head(5);
best${at}.height`;
  }
  return `const summary${at} = { mean: middle${at - 2}, rows: best${at - 1}.height, text: middle${at - 2}.toFixed(2) };
if (summary${at}.rows > 3) console.log(summary${at}.text.padStart(8));`;
}

function notebookText(cells: readonly string[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tsnb", display_name: "TypeScript", language: "typescript" } },
    cells: cells.map((source, at) => ({
      cell_type: "code",
      id: `cell-${at}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
  });
}

async function program(cwd: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd, env: plainEnvironment(), stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
}
