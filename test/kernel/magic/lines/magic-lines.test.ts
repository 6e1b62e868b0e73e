import { describe, expect, it } from "vitest";
import {
  findMagics,
  placeWithMagics,
  withMagicCalls,
  withoutMagics,
} from "../../../../src/kernel/magic/lines/magic-lines.ts";

const names = (source: string) => findMagics(source).map(({ name, argument }) => [name, argument]);

describe("lines that are commands", () => {
  it.each<[string, string, [string, string][]]>([
    ["a shell command", "!ls -la", [["shell", "ls -la"]]],
    ["a package", "%npm install left-pad", [["npm", "install left-pad"]]],
    ["without arguments", "%help", [["help", ""]]],
    ["an unknown one", "%nope 1", [["nope", "1"]]],
    [
      "several between code",
      "const a = 1\n!echo 1\nconst b = `x`\n  %timeit a + b\n",
      [
        ["shell", "echo 1"],
        ["timeit", "a + b"],
      ],
    ],
    ["after a comment", "/* a\n b */\n// c\n%reset", [["reset", ""]]],
    ["Windows line ends", "%check off\r\n1", [["check", "off"]]],
    ["a path", "!./run.sh && echo done", [["shell", "./run.sh && echo done"]]],
    [
      "a shell command over lines",
      "!ls \\\n  -l \\\r\n  -a\n!pwd",
      [
        ["shell", "ls \\\n  -l \\\n  -a"],
        ["shell", "pwd"],
      ],
    ],
    ["a command that ends with an escaped backslash", "!ls \\\\\n5", [["shell", "ls \\\\"]]],
    ["a command that ends with a backslash", "!ls \\\n", [["shell", "ls \\"]]],
    ["after code without a semicolon", "const a = f()\n!date", [["shell", "date"]]],
    [
      "after a space",
      "! npm i left-pad\n !\tls *.csv",
      [
        ["shell", "npm i left-pad"],
        ["shell", "ls *.csv"],
      ],
    ],
    ...[
      "dmesg | tail -n 5",
      "./serve.sh --port 80 &",
      "ls file?.csv -l *",
      'echo "a (b" c',
      "ls --all \\\n  .",
      "cat > ./out",
    ].map((command): [string, string, [string, string][]] => [
      `after a space: ${command}`,
      `! ${command}`,
      [["shell", command]],
    ]),
  ])("%s", (_what, source, expected) => {
    expect(names(source)).toEqual(expected);
  });
});

describe("lines that are TypeScript", () => {
  it.each<[string, string]>([
    ["in a template", "const a = `\n!ls\n%help\n`"],
    ["in a comment", "/*\n!ls\n%help\n*/"],
    ["in a block", "if (a) {\n!ready\n}"],
    ["in an unfinished expression", "const a = b +\n!c"],
    ["in brackets", "f(\n!a,\n)"],
    ["an immediate function", "!function () {}()"],
    ["a negated group", "!(a && b) && f()"],
    ["twice negated", "!!a"],
    ["negated after a space", "! a"],
    ["negated after a space, over lines", "! f(\n  a)"],
    ["negated after a space, unfinished", "! ready &&\n  start("],
    ["negated after a space, below other errors", "const = 1\n! await ready(\n  a)"],
    ["a remainder", "const a = b\n% c"],
    ["a remainder without a space", "const a = b\n%c"],
    ["not at the start of a line", "a; !b; // %c"],
  ])("%s", (_what, source) => {
    expect(names(source)).toEqual([]);
  });

  it.each([
    ["above", "%npm install lodash\nlet done = false\n! done && go(\n  1)"],
    ["below", "! done && go(\n  1)\n%npm install lodash"],
    ["around", "!ls -la\n! done -go(\n  1)\n! npm i left-pad"],
  ])("beside commands %s", (_where, source) => {
    expect(names(source).flat().join(" ")).not.toMatch(/done|go/);
    expect(withoutMagics(source)).toContain("! done");
  });
});

describe("a line that starts with ! and is TypeScript", () => {
  const isKnown = (name: string) => ["done", "xs", "cond"].includes(name);

  it.each<[source: string, isShell: boolean]>([
    ["!done", false],
    ["!done && xs.push(1)", false],
    ["!xs.length;", false],
    ["!cond ? xs : done", false],
    ["const ready = true\n!ready", false],
    ["import { own } from 'own'\n!own", false],
    ["function f() {}\n!f", false],
    ["!done && xs.push(\n  1,\n  2,\n)\nxs", false],
    ["!done &&\n  xs.push(1)", false],
    ["!done && xs.push(`a\nb`)", false],
    ["!done && console.log(xs)", false],
    ["!done && console.log(\n  xs\n)", false],
    ["!true && xs.push(\n  1)", false],
    ["!new Set(xs).has(\n  1)", false],
    ["!done && go(\n  1)", true],
    ["!xs (\nconst a = 1", true],
    ["!console.log(1)", true],
    ["!ls", true],
    ["!done -la", true],
    ["!ls -done", true],
    ["!date", true],
    ["!xs | cat", true],
    ["!git status", true],
    ["!true", true],
  ])("%s is a command: %s", (source, isShell) => {
    expect(findMagics(source, isKnown).map(({ name }) => name)).toEqual(isShell ? ["shell"] : []);
  });
});

describe("a line that asks for help", () => {
  it.each<[source: string, expected: [string, string][]]>([
    ["frame?", [["?", "frame"]]],
    ["frame.head??", [["??", "frame.head"]]],
    ["?frame", [["?", "frame"]]],
    ["??a.b.c", [["??", "a.b.c"]]],
    ["const a = 1\na?", [["?", "a"]]],
    ["%npm?", [["?", "%npm"]]],
    [
      "!ls -la\na?\n%who",
      [
        ["shell", "ls -la"],
        ["?", "a"],
        ["who", ""],
      ],
    ],
    ["?a{", []],
    ["a(b)?", []],
    ["a?\n1 : 2", []],
    ["const b = a?\n1 : 2", []],
    ["const b = a\n  ? c\n  : d", []],
    ["`\na?\n`", []],
    ["type A = { b?\n: number }", []],
    ["!ls -la\nconst b = a\n  ?c\n  : d", [["shell", "ls -la"]]],
  ])("%j", (source, expected) => {
    expect(names(source)).toEqual(expected);
  });
});

describe("a cell of another kernel", () => {
  it.each([
    ["%%bash\nls -la\n", "%bash", "", "ls -la\n"],
    ["\n%%html <b>\n</b>", "%html", "<b>", "</b>"],
    ["%%!\nls", "%!", "", "ls"],
  ])("%j is one command", (source, name, argument, body) => {
    expect(findMagics(source)).toEqual([{ name, argument, body, start: 0, end: source.length, isLeading: true }]);
    expect(withoutMagics(source).trim()).toBe("");
  });

  it("is not recognised inside a string", () => {
    expect(findMagics("const a = `\n%%bash\n`")).toEqual([]);
  });

  it.each([
    ["// a note\n", "%%bash -e\nls -la\n!pwd"],
    ["const a = 1;\n\n", "%%bash -e\r\nls -la\n!pwd"],
    ["%cd ..\n", "  %%bash -e\nls -la\n!pwd"],
  ])("is late below %j", (above, command) => {
    const source = above + command;
    const place = { start: above.length, end: source.length, isLeading: true, isLate: true };
    expect(findMagics(source).at(-1)).toEqual({ name: "%bash", argument: "-e", body: "ls -la\n!pwd", ...place });
    expect(withoutMagics(source)).not.toMatch(/bash|ls|pwd/);
    expect(withMagicCalls("const a = 1;\n%%bash\nls", findMagics("const a = 1;\n%%bash\nls"))).toBe("const a = 1;\n\n");
  });
});

it("keeps all positions of the TypeScript around commands", () => {
  const source = "%help\nconst a = 1 // é\n!ls\na";
  expect(withoutMagics(source)).toBe("     \nconst a = 1 // é\n   \na");
  expect(withoutMagics("no commands % here")).toBe("no commands % here");
});

it("keeps the lines after commands of several lines", () => {
  const source = "!a \\\n  b\n1\n!c \\\n  d\n2";
  expect(withoutMagics(source)).toBe("    \n   \n1\n    \n   \n2");
  expect(withMagicCalls(source, findMagics(source))).toBe("\n\n1\nawait __tsnb__.magic(1);\n\n2");
});

it("turns commands into calls, except leading ones", () => {
  const source = "%check off\nconst a = 1\n!ls\n%timeit a + 1\n%timeit await a; a\n%help";
  expect(withMagicCalls(source, findMagics(source)).split("\n")).toEqual([
    "",
    "const a = 1",
    "await __tsnb__.magic(1);",
    "await __tsnb__.magic(2, () => (a + 1));",
    "await __tsnb__.magic(3, async () => { await a; a });",
    "await __tsnb__.magic(4);",
  ]);
});

it.each([
  ["const b = |a", "const b = |a"],
  ["await __tsnb__.magic(1)|", "|!ls"],
  ["|await __tsnb__.magic(2, () => (", "  |%timeit a + b"],
  ["await __tsnb__.magic(2, () => (a + |b", "  %timeit a + |b"],
  ["await __tsnb__.magic(2, () => (a + b)|", "  |%timeit a + b"],
  ["await __tsnb__.magic(3, async () => { await |b; b", "%timeit await |b; b"],
])("maps a place in a call, %s, back to the command, %s", (called, command) => {
  const source = "%check off\nconst b = a\n!ls\n  %timeit a + b\n%timeit await b; b";
  const place = (marked: string) => {
    const part = marked.replace("|", "");
    const text = part.startsWith("await") ? withMagicCalls(source, findMagics(source)) : source;
    const line = text.split("\n").findIndex((one) => one.includes(part)) + 1;
    const column = (text.split("\n")[line - 1] ?? "").indexOf(part) + marked.indexOf("|");
    return { line, column };
  };
  expect(placeWithMagics(source, findMagics(source), place(called))).toEqual(place(command));
});

describe("x = !command", () => {
  const isKnown = (name: string) => name === "isDone" || name in globalThis;

  it.each<[source: string, command: string | undefined]>([
    ["const files = !ls -la", "ls -la"],
    ["files = !ls", "ls"],
    ["let x: string[] = !git log --oneline", "git log --oneline"],
    ["const a = !isDone", undefined],
    ["const a = !isDone && !process.env", undefined],
    ["const done = true\nconst a = !done", undefined],
    ["const a = !later()\nfunction later() {}", undefined],
    ["const a = !!b", undefined],
    ["const a = !(b)", undefined],
    ["if (a) {\n  x = !ls\n}", undefined],
    ["f(() => {\nconst x = !ls -la\n})", undefined],
  ])("%j has the command %j", (source, command) => {
    expect(findMagics(source, isKnown).map(({ argument }) => argument)).toEqual(command === undefined ? [] : [command]);
  });

  it("is TypeScript where a cell alone is ambiguous", () => {
    expect(findMagics("const files = !ls")).toEqual([]);
    expect(names("const files = !ls *.csv")).toEqual([["shell", "ls *.csv"]]);
  });

  it("declares its name for the checker, and leaves all else in its place", () => {
    const checked = withoutMagics(
      "const a = 1\nconst files: string[] = !ls *.csv\nfiles.length\nb = !git status",
      isKnown,
    );
    expect(checked.replaceAll("\uA48C", "§")).toBe(
      "const a = 1\nconst files: string[] = §        \nfiles.length\nb = §          \nvar b: string[];",
    );
  });

  it("is a call in the cell that runs", () => {
    const source = "b = !ls *.csv\nconst c = !pwd";
    expect(withMagicCalls(source, findMagics(source, isKnown))).toBe(
      "var b = await __tsnb__.magic(0);\nconst c = await __tsnb__.magic(1);",
    );
  });
});

describe("%time", () => {
  it("leaves its code to the checker", () => {
    expect(withoutMagics("f()\n  %time const a = g()")).toBe("f()\n;       const a = g()");
    expect(withoutMagics("%%time\nconst a = 1")).toBe("      \nconst a = 1");
  });

  it("declares a variable in the cell", () => {
    const source = "%time const a: number = await g(1)";
    const magics = findMagics(source);
    const code = withMagicCalls(source, magics);
    expect(code).toBe("const a: number = await __tsnb__.magic(0, async () => (await g(1)));");
    const column = code.indexOf("g(1)");
    expect(placeWithMagics(source, magics, { line: 1, column })).toEqual({ line: 1, column: source.indexOf("g(1)") });
  });
});
