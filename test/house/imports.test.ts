import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const source = join(root, "src");

/** The rooms, from top to bottom: each imports only from itself and from the rooms below it. */
const ROOMS = [
  "cli",
  "vitest",
  "register",
  "jupyterlab",
  "starter",
  "classroom",
  "gateway",
  "report",
  "serve",
  "run",
  "check",
  "lesson",
  "convert",
  "kernel",
  "timm",
  "widgets",
  "display",
  "notebook",
  "jupyter",
  "util",
];

/** The sibling folders that each folder of a room may import; files beside the folders may import all of them. */
const FOLDERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  kernel: {
    protocol: ["live", "types", "link", "graph", "notebooks", "magic", "cell", "project", "process"],
    live: ["types", "magic", "cell", "project"],
    child: ["link", "notebooks", "magic", "cell", "project", "process"],
    types: ["notebooks", "magic", "cell", "project"],
    graph: ["notebooks", "magic", "cell"],
    notebooks: ["magic", "cell", "project"],
    magic: ["cell", "process"],
    link: ["cell"],
    cell: [],
    project: [],
    process: [],
  },
  "kernel/magic": { advice: ["lines"], lines: [], shell: [] },
  "kernel/notebooks": { imports: ["needed-cells"], "needed-cells": [] },
  "kernel/types": {
    answers: ["modules", "facts", "compiler"],
    imports: ["facts", "compiler"],
    live: ["modules", "facts", "compiler"],
    modules: ["facts", "compiler"],
    facts: ["compiler"],
    compiler: [],
  },
  "kernel/types/compiler": { settings: [], replies: [], rpc: [] },
  "kernel/cell": {
    restoring: ["syntax"],
    rewrite: ["syntax"],
    typescript: ["syntax"],
    syntax: [],
  },
  check: {
    declarations: [],
    parameters: ["compiler", "findings"],
    compiler: ["rules", "names", "findings"],
    rules: ["names", "findings"],
    findings: [],
    names: [],
    formats: [],
  },
  run: {
    cache: ["execute", "plan", "options", "parameters", "transport", "secrets", "errors"],
    outcome: ["plan", "options", "servers", "errors"],
    execute: ["plan", "transport", "servers", "secrets", "errors"],
    plan: ["options", "parameters", "transport", "servers", "errors"],
    servers: ["options", "transport", "secrets", "errors"],
    options: ["parameters", "errors"],
    "type-check": ["plan", "options", "errors"],
    parameters: ["secrets", "errors"],
    transport: ["secrets", "errors"],
    secrets: ["errors"],
    errors: [],
  },
  "run/servers": {
    connection: ["kernels", "http"],
    kernels: ["hub", "http"],
    settings: ["http"],
    hub: ["http"],
    sync: ["http"],
    http: [],
  },
  "run/execute": { outputs: ["session"], failures: ["session"], session: [] },
  convert: {
    diff: ["matching"],
    merge: ["matching"],
    html: [],
    markdown: [],
    percent: [],
    matching: [],
  },
  report: { html: ["cells"], cells: [] },
  serve: {
    channels: ["kernels"],
    kernels: ["contents", "http"],
    contents: ["http"],
    access: ["http"],
    http: [],
  },
  "display/charts": {
    views: ["marks", "channels", "data"],
    marks: ["channels", "data"],
    channels: ["data"],
    data: [],
  },
  "display/table": { libraries: [] },
  notebook: {
    compare: ["outputs"],
    file: [],
    outputs: [],
  },
  timm: {
    csv: [],
    download: [],
  },
  widgets: {
    interact: ["controls", "model"],
    anywidget: ["model"],
    controls: ["model"],
    model: [],
  },
  lesson: {
    own: ["charts", "picker", "analysis", "data"],
    exercises: ["picker", "analysis", "data"],
    tables: ["analysis", "data"],
    picker: ["analysis", "data"],
    charts: ["analysis", "data"],
    analysis: ["data"],
    data: [],
  },
};

const LONGEST = 300;

type Import = { readonly from: string; readonly to: string };

const ImportNode = v.object({
  type: v.picklist(["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"]),
  source: v.object({ value: v.string() }),
});

/** The modules that a TypeScript file names, types and dynamic imports included. */
function importsIn(code: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (v.is(ImportNode, node)) found.push(node.source.value);
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(code, { lang: "ts" }));
  return found;
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.filter((path) => path.endsWith(".ts")).map((path) => join(folder, path));
}

function isLong(file: string): boolean {
  return readFileSync(file, "utf8").trimEnd().split("\n").length > LONGEST;
}

function nameOf(file: string): string {
  return relative(source, file).split(sep).join("/");
}

function importsOf(file: string): Import[] {
  const local = importsIn(readFileSync(file, "utf8")).filter((name) => name.startsWith("."));
  return local.map((name) => ({ from: nameOf(file), to: nameOf(join(dirname(file), name)) }));
}

function roomOf(name: string): number {
  return ROOMS.indexOf(name.split("/")[0] ?? "");
}

/** The imports from a room above, or from or to a folder that is not a room. */
function upward(imports: readonly Import[]): Import[] {
  return imports.filter(({ from, to }) => roomOf(from) < 0 || roomOf(to) < roomOf(from));
}

/** The imports from one folder of a room to another that `FOLDERS` does not allow. */
function sideways(imports: readonly Import[]): Import[] {
  return Object.entries(FOLDERS).flatMap(([room, folders]) => {
    const folderOf = (name: string): string | undefined => {
      const [folder, ...rest] = name.startsWith(`${room}/`) ? name.slice(room.length + 1).split("/") : [];
      return rest.length > 0 ? folder : undefined;
    };
    return imports.filter(({ from, to }) => {
      const [own, other] = [folderOf(from), folderOf(to)];
      return own !== undefined && other !== undefined && own !== other && !folders[own]?.includes(other);
    });
  });
}

/** The files along the first import cycle; empty without a cycle. */
function circle(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const finished = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return [];
    for (const to of next.get(file) ?? []) {
      const found = walk(to, [...path, file]);
      if (found.length > 0) return found;
    }
    finished.add(file);
    return [];
  };
  return [...next.keys()].map((file) => walk(file, [])).find((path) => path.length > 0) ?? [];
}

describe("the source", () => {
  const files = filesUnder(source);
  const imports = files.flatMap(importsOf);

  it("is found: every file and its imports", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports).toContainEqual({ from: "jupyter/wire.ts", to: "jupyter/message.ts" });
    expect(imports).toContainEqual({ from: "cli/program.ts", to: "cli/commands/kernel.ts" });
  });

  it("imports only downwards", () => {
    expect(upward(imports)).toEqual([]);
  });

  it("imports only the folders that a folder may know", () => {
    expect(sideways(imports)).toEqual([]);
  });

  it("has no circle of imports", () => {
    expect(circle(imports)).toEqual([]);
  });

  it(`has no file of more than ${LONGEST} lines`, () => {
    expect(files.filter(isLong).map(nameOf)).toEqual([]);
  });
});

describe("the JupyterLab extension", () => {
  const files = filesUnder(join(root, "labextension", "src"));
  const imports = files.flatMap(importsOf);

  it("imports nothing from outside but the kernel's messages and the code shared with chart pages", () => {
    const outside = imports.filter(({ to }) => !to.startsWith("../labextension/"));
    expect(new Set(outside.map(({ to }) => to))).toEqual(
      new Set([
        "kernel/live/messages.ts",
        "kernel/protocol/notebook/messages.ts",
        "display/spec/embed-style.ts",
        "timm/csv/csv-records.ts",
        "../assets/page/keyboard.js",
        "../assets/page/data-table.js",
      ]),
    );
  });

  it("has no circle of imports, and no long file", () => {
    expect(files.length).toBeGreaterThan(2);
    expect(circle(imports)).toEqual([]);
    expect(files.filter(isLong).map(nameOf)).toEqual([]);
  });
});

describe("the rules themselves", () => {
  it("see imports, re-exports, types and dynamic imports", () => {
    const code = `import a from "./a.ts"; import type { B } from "./b.ts"; import "./c.ts";
      export * from "./d.ts"; export { e } from "./e.ts"; export const f = async () => import("./f.ts");`;
    expect(importsIn(code)).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts"]);
  });

  it("see an upward import, and a folder that is not a room", () => {
    const down = { from: "cli/a.ts", to: "util/b.ts" };
    const up = { from: "util/b.ts", to: "timm/a.ts" };
    const stray = { from: "misc/a.ts", to: "util/b.ts" };
    expect(upward([down, up, stray])).toEqual([up, stray]);
  });

  it("see an import between folders that do not know each other", () => {
    const known = { from: "kernel/child/a.ts", to: "kernel/link/b.ts" };
    const inner = { from: "kernel/types/service.ts", to: "kernel/types/answers/b.ts" };
    const across = { from: "kernel/child/a.ts", to: "kernel/protocol/requests/b.ts" };
    const back = { from: "kernel/types/facts/a.ts", to: "kernel/types/modules/b.ts" };
    const stray = { from: "kernel/stray/a.ts", to: "kernel/link/b.ts" };
    expect(sideways([known, inner, across, back, stray])).toEqual([across, stray, back]);
  });

  it("see a circle of three files", () => {
    const chain = [
      { from: "a", to: "b" },
      { from: "b", to: "c" },
    ];
    expect(circle(chain)).toEqual([]);
    expect(circle([...chain, { from: "c", to: "a" }])).toEqual(["a", "b", "c", "a"]);
  });
});
