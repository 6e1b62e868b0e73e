import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join, parse } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { findCompiler } from "../../../../../src/kernel/types/compiler/find-compiler.ts";
import { LanguageServer } from "../../../../../src/kernel/types/compiler/language-server.ts";
import { libOf } from "../../../../../src/kernel/types/compiler/settings/lib-of-node.ts";
import { joinLibrary } from "../../../../../src/kernel/types/compiler/settings/join-library.ts";
import { makeProject, Notebook, removeProject } from "../../../support/typed-notebook.ts";

const compiler = findCompiler(import.meta.dirname);
const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function project(files: Record<string, string>): string {
  const folder = makeProject({ "notebooks/.keep": "", ...files }, ["@types/node"]);
  closing.push(() => removeProject(folder));
  return folder;
}

function open(files: Record<string, string>): Notebook {
  const notebook = new Notebook(join(project(files), "notebooks"));
  closing.push(() => notebook.service.dispose());
  return notebook;
}

function tsconfig(compilerOptions: object): string {
  return JSON.stringify({ compilerOptions: { strict: true, ...compilerOptions } });
}

/** The paths of the library's files that the compiler itself uses, in its order. */
function filesOf(lib: readonly string[]): string[] {
  const compilerOptions = { target: "esnext", types: [], ...(lib[0] === "esnext.full" ? {} : { lib }) };
  const folder = project({ "a.ts": "", "tsconfig.json": JSON.stringify({ compilerOptions, files: ["a.ts"] }) });
  const listed = execFileSync(compiler.program, ["--listFilesOnly", "-p", folder], { encoding: "utf8" });
  return listed.split(/\r?\n/).filter((file) => /lib\.[\w.]+\.d\.ts$/.test(file));
}

const LIBS = [
  ["es5"],
  ["es6"],
  ["es7"],
  ["es2023"],
  ["es2022", "dom"],
  ["dom", "es2020", "es2024.promise", "es2025.iterator"],
  ["esnext"],
  ["esnext.full"],
  ...["20.19.0", "22.15.0", "24.1.0", "26.0.0"].map(libOf),
];

const withoutReferences = (text: string) => text.replace(/^\/\/\/ <reference lib.*$/gm, "").trim();
const declares = (text: string) => /^(?:declare|interface|type)\b/m.test(text);

describe.each(LIBS.map((lib) => [lib.join(" "), lib] as const))("the library of %s", (_, lib) => {
  test("has every declaration once", () => {
    const joined = joinLibrary(compiler, lib);
    const changed = new Map(joined.map(({ file, text }) => [file, text]));
    const files = [...new Set([...filesOf(lib), ...changed.keys()])].map((file) => readFileSync(file, "utf8"));
    const read = filesOf(lib).flatMap((file) => changed.get(file) ?? (isOther(file) ? readFileSync(file, "utf8") : []));
    const all = withoutReferences(read.join("\n"));
    for (const original of files.map(withoutReferences).filter(declares)) {
      expect(all.split(original).length - 1).toBe(1);
    }
    const references = filesOf(lib)
      .filter(isOther)
      .flatMap((file) =>
        Array.from(
          readFileSync(file, "utf8").matchAll(/^\/\/\/ <reference lib="(es[^"]+)"/gm),
          ([, name]) => `lib.${name}.d.ts`,
        ),
      );
    expect([...changed.keys()].map((file) => basename(file))).toEqual(expect.arrayContaining(references));
    expect(all.length).toBeLessThan(files.join("\n").length + 100);
  });

  // The compiler puts the overloads of later files first.
  test("has overloads in the compiler's order", () => {
    const all = joinLibrary(compiler, lib)
      .map(({ text }) => text)
      .join("\n");
    const files = filesOf(lib).map((file) => {
      const text = withoutReferences(readFileSync(file, "utf8"));
      return { name: basename(file), at: isOther(file) ? all.length : all.indexOf(text), members: membersOf(text) };
    });
    const swapped = files.flatMap((first, index) =>
      files.slice(index + 1).flatMap((second) => {
        const shared = second.at < first.at ? [...first.members].filter((member) => second.members.has(member)) : [];
        return shared.map((member) => `${member} of ${first.name} and ${second.name}`);
      }),
    );
    expect(swapped).toEqual([]);
  });
});

test("a library that does not exist as files is left to the compiler", () => {
  expect(joinLibrary({ ...compiler, program: join(import.meta.dirname, "tsc") }, ["es2023"])).toEqual([]);
  const known = joinLibrary(compiler, ["es2099", "es2015"]).map(({ file }) => basename(file));
  expect(known).toEqual(["lib.es5.d.ts", "lib.es2015.d.ts"]);
});

// Other files stay as they are, after those of the language.
const isOther = (file: string) => !/lib\.(?:es\w|decorators)/.test(basename(file)) || basename(file) === "lib.d.ts";

function membersOf(text: string): Set<string> {
  const members = new Set<string>();
  let owner = "";
  for (const line of text.split("\n")) {
    owner = /^\s*(?:declare )?(?:interface|namespace|var) (\w+)/.exec(line)?.[1] ?? owner;
    const member = /^\s+(?:readonly )?(\w+|\[Symbol\.\w+\])\??[(<:]/.exec(line)?.[1];
    if (member !== undefined) members.add(`${owner}.${member}`);
  }
  return members;
}

const CALLS = [
  "Promise.|all(new Set([1]));",
  "Promise.|all([1, 'a']);",
  "Array.|from(new Set([1]), String);",
  "'a'.|replace(/a/, 'b');",
  "'a'.|localeCompare('b', ['de']);",
  "new |Map([[1, 'a']]);",
  "Object.|entries({ a: 1 });",
  "new Intl.NumberFormat().|format(5n);",
  "Reflect.|ownKeys({});",
  "[1].|concat([2]).flat();",
  "BigInt.|asIntN(8, 5n);",
  "new Uint8Array([1]).|slice(0);",
];

describe("a compiler that reads the joined library", () => {
  test.for([
    ["es2023", ["es2023"]],
    ["esnext.full", undefined],
    ["this Node", [...libOf(process.versions.node)]],
  ] as const)("reports the same about calls as with the files of %s", async ([, lib]) => {
    const [apart, joined] = await Promise.all([hovers(lib, false), hovers(lib, true)]);
    expect(joined).toEqual(apart);
    expect(joined[0]).toContain("all<number>(values: Iterable<number | PromiseLike<number>>): Promise<number[]>");
    expect(joined).not.toContain(undefined);
  });

  /** The hover text at the marked name of each call; undefined where there is none. */
  async function hovers(lib: readonly string[] | undefined, isJoined: boolean): Promise<(string | undefined)[]> {
    const folder = project({});
    const [config, file] = [join(folder, "settings.json"), join(folder, "calls.ts")];
    const server = new LanguageServer(compiler, folder, { configName: basename(config), autoImports: false });
    closing.push(() => server.end());
    await server.initialized;
    if (isJoined) {
      const files = joinLibrary(compiler, lib ?? ["esnext.full"]);
      const spare = join(parse(folder).root, basename(config));
      const options = { noLib: true, types: [], resolveJsonModule: true, module: "preserve" };
      const content = { files: [spare, ...files.map((one) => one.file)], compilerOptions: options };
      server.write(spare, JSON.stringify(content), "json");
      for (const one of files) server.write(one.file, one.text, "typescript");
    }
    const compilerOptions = { target: "esnext", strict: true, types: ["node"], ...(lib ? { lib } : {}) };
    server.write(config, JSON.stringify({ files: [file], compilerOptions }), "json");
    server.write(file, CALLS.join("\n").replaceAll("|", ""), "typescript");
    const said: (string | undefined)[] = [];
    for (const [line, call] of CALLS.entries()) {
      const text = await server.hover(file, { line, character: call.indexOf("|") });
      // Remove the places in the library that declare the name: they differ.
      said.push(text?.replaceAll(/\(file:[^)]*\)/g, ""));
    }
    return said;
  }
});

describe("cells", () => {
  test("see the source of the language's declarations", async () => {
    const notebook = open({ "tsconfig.json": tsconfig({ lib: ["es2023", "dom"] }) });
    expect((await notebook.inspect("[1].toSorted|()", 1))?.source).toMatch(/^toSorted\(compareFn\?: /);
    expect((await notebook.inspect("decodeURI|", 1))?.source).toMatch(/^declare function decodeURI\(/);
  });

  test.for([
    ["an existing part", '/// <reference lib="es2020.bigint" />\nBigInt.asIntN(8, 5n).toFixed;', ["TS2339 2:22"]],
    [
      "parts that are not",
      '/// <reference lib="dom" />\n/// <reference lib="es2024" />\ndocument.title; Object.groupBy([1], String); [1].at(0)!.foo;',
      ["TS2339 3:57"],
    ],
  ] as const)("can refer to %s", async ([, code, expected]) => {
    const notebook = open({ "tsconfig.json": tsconfig({ lib: ["es2022"] }) });
    expect(await notebook.runAll(["const a = [1].at(0);", code])).toEqual([[], expected]);
  });

  test("see the DOM types when the project does not list libraries", async () => {
    const notebook = open({ "tsconfig.json": tsconfig({}) });
    const code = "document.title.at(0); new Headers().foo; Iterator.from([1]).foo;";
    expect(await notebook.run(code)).toEqual(["TS2339 1:37", "TS2339 1:61"]);
  });

  test("import packages that refer to parts", async () => {
    const notebook = open({
      "tsconfig.json": tsconfig({ lib: ["es2022"] }),
      "node_modules/page/package.json": `{"name": "page", "types": "./i.d.ts"}`,
      "node_modules/page/i.d.ts": `/// <reference lib="dom" />\nexport const body: HTMLElement;`,
    });
    expect(await notebook.run(`import { body } from "page";\nbody.innerText.at(0); body.foo;`)).toEqual([
      "TS2339 2:28",
    ]);
  });

  test.for([
    ["no library", { noLib: true }, { "notebooks/lib.d.ts": "" }],
    [
      "its own library",
      { lib: ["es2022"], libReplacement: true },
      {
        "node_modules/@typescript/lib-es5/index.d.ts": readFileSync(
          join(dirname(compiler.program), "lib.es5.d.ts"),
          "utf8",
        ).replace("toFixed(", "toFixedly("),
      },
    ],
  ] as const)("are checked with %s where the project says so", async ([, options, files]) => {
    const notebook = open({ "tsconfig.json": tsconfig(options), ...files });
    expect(await notebook.run("const a = 1; a.toFixed();")).not.toEqual([]);
  });
});
