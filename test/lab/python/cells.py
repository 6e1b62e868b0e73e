"""What a cell may be, and what is shown of it, by Jupyter's own client."""

import base64
import hashlib
import json
import os
import re
import unittest
from pathlib import Path

from kernel_case import KernelCase, plain, until

PACKAGES = Path(__file__).parents[3] / "node_modules"
VEGALITE = "application/vnd.vegalite.v5+json"
BAR = "{ data: { values: [{ a: 1 }] }, mark: 'bar', encoding: { x: { field: 'a', type: 'quantitative' } } }"


class Language(KernelCase):
    """Cells of TypeScript: each case is some cells and the result of the last."""

    files = {
        "package.json": json.dumps({"name": "project", "private": True, "imports": {"#own": "./lib/own.ts"}}),
        "tsconfig.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] }, "jsx": "react", "jsxFactory": "h" } }',
        "lib/own.ts": "export const own: string = 'own';\n",
        "lib/deep/base.ts": "export const base: number = 1;\n",
        "lib/middle.ts": "import { base } from './deep/base.ts';\nexport const doubled = (): number => base * 2;\n",
        "lib/element.tsx": "declare const h: any;\nexport const element = () => <b id='1'>x</b>;\n",
        "lib/old.cjs": "exports.name = 'old';\n",
        "lib/data.json": '{ "list": [1, 2] }',
        "node_modules/esm-only/package.json": '{ "type": "module", "exports": { "import": "./index.js" } }',
        "node_modules/esm-only/index.js": "await null;\nexport const named = 'esm';\n",
        "node_modules/common/package.json": '{ "main": "main.js" }',
        "node_modules/common/main.js": "module.exports = { a: 1 };\n",
    }
    notebooks = "notebooks/deep"

    CASES = (
        ("top-level await", ["const w = await Promise.all([1, Promise.resolve(2)]); w"], "[ 1, 2 ]"),
        ("for await", ["let n = 0; for await (const x of [1, Promise.resolve(2)]) n += x;\nn"], "3"),
        ("ESM, static", ["import { named } from 'esm-only'; named"], "'esm'"),
        ("ESM, dynamic", ["(await import('esm-only')).named"], "'esm'"),
        ("CommonJS, static", ["import common, { a } from 'common'; [common.a, a]"], "[ 1, 1 ]"),
        ("CommonJS, dynamic", ["(await import('common')).default.a"], "1"),
        ("JSON", ["import data from '../../lib/data.json' with { type: 'json' }; data.list"], "[ 1, 2 ]"),
        ("JSON, dynamic", ["(await import('../../lib/data.json', { with: { type: 'json' } })).default.list"], "[ 1, 2 ]"),
        ("node: modules", ["import { sep } from 'node:path'; typeof sep"], "'string'"),
        ("node: modules, dynamic", ["typeof (await import('node:fs')).readFileSync"], "'function'"),
        ("local files", ["import { doubled } from '../../lib/middle.ts'; doubled()"], "2"),
        ("local files by the project's paths", ["import { own } from '@lib/own'; own"], "'own'"),
        ("local files by the package's imports", ["import { own } from '#own'; own"], "'own'"),
        ("require", ["[require('common').a, require('../../lib/old.cjs').name]"], "[ 1, 'old' ]"),
        ("import.meta", ["[import.meta.dirname === process.cwd(), import.meta.url.startsWith('file:')]"], "[ true, true ]"),
        ("enums", ["enum Level { Low, High = 5 }\n[Level.High, Level[0]]"], "[ 5, 'Low' ]"),
        ("const enums", ["const enum Size { Big = 'b' }", "Size.Big"], "'b'"),
        ("namespaces", ["namespace N1 { export const a = 1 }", "N1.a"], "1"),
        (
            "decorators",
            [
                "function twice(f: (x: number) => number, _: ClassMethodDecoratorContext) { return (x: number) => f(x) * 2 }\n"
                "class D1 { @twice m(x: number) { return x + 1 } }",
                "new D1().m(1)",
            ],
            "4",
        ),
        ("JSX with the project's setting", ["globalThis.h = (...all: unknown[]) => all; <i>y</i>"], "[ 'i', null, 'y' ]"),
        ("TSX files", ["import { element } from '../../lib/element.tsx'; element()"], "[ 'b', { id: '1' }, 'x' ]"),
        ("const declared again", ["const v1 = 1", "const v1 = 'two'; v1"], "'two'"),
        ("let, class and function declared again", ["class C1 {}", "function C1() { return 3 }", "let C1 = 4; C1"], "4"),
        ("functions see the redeclared value", ["const rate = 1; const total = () => rate * 10", "const rate = 5", "total()"], "50"),
        ("the value of the last expression", ["1;\n2"], "2"),
        ("also behind a declaration of types", ["({ a: 1 })\ninterface Later {}"], "{ a: 1 }"),
        ("no value after a statement", ["5; if (true) { 6 }"], None),
        ("parameter properties", ["class P1 { constructor(readonly x = 3) {} }\nnew P1().x"], "3"),
        ("using", ["const log: string[] = []; { using r = { [Symbol.dispose]() { log.push('closed') } } }\nlog"], "[ 'closed' ]"),
        ("satisfies and type-only imports", ["import type { PathLike } from 'node:fs'; const p = 'a' satisfies PathLike; p"], "'a'"),
        ("emoji in names and texts", ["const größe = '😀'.length; größe"], "2"),
    )

    def test_cells(self):
        for what, cells, expected in self.CASES:
            with self.subTest(what):
                self.assertEqual(self.results(*cells), expected)

    def test_edited_files_are_loaded_again(self):
        self.write("lib/deep/base.ts", "export const base: number = 1;\n")
        self.assertEqual(self.results("import { doubled } from '../../lib/middle.ts'; doubled()"), "2")
        self.write("lib/deep/base.ts", "export const base: number = 21;\n")
        self.assertEqual(self.results("doubled()"), "2")
        self.assertEqual(self.results("import { doubled } from '../../lib/middle.ts'; doubled()"), "42")
        self.assertEqual(self.results("import { base } from '../../lib/deep/base.ts'; base"), "21")


class Types(KernelCase):
    environment = {"TSNB_CHECK": "on"}
    files = {
        "package.json": '{ "name": "project", "private": true }',
        "lib/helper.ts": "export const one: number = 1;\n",
        "node_modules/typescript/package.json": '{ "name": "typescript", "version": "5.9.2" }',
    }

    # Cells, and what is complained about in the last of them: no more than this.
    CASES = (
        ("a wrong type", ["const n: number = 'text'"], ["TS2322"]),
        ("strict without a tsconfig.json", ["function f(x) { return x }"], ["TS7006"]),
        ("a type of an earlier cell", ["interface Point { x: number }", "const p: Point = { x: 'a' }"], ["TS2322"]),
        ("// @ts-nocheck", ["// @ts-nocheck\nconst n: number = 'text'"], []),
        ("@ts-expect-error", ["// @ts-expect-error: on purpose\nconst n: number = 'text'"], []),
        ("a local file", ["import { one } from './lib/helper.ts'; one.toUpperCase"], ["TS2339"]),
        ("names declared again with another type", ["const a1 = 1", "const a1 = 'x'; a1.length"], []),
        ("narrowing after an assignment to an earlier let", ["let m1: number | null = null", "m1 = 5; m1.toFixed(1)"], []),
        ("a let without a type", ["let d1", "d1 = [1]; d1.length"], []),
        ("exports", ["export const e1 = 1", "e1 + 1"], []),
        ("declare global", ["declare global { var g1: number }\nglobalThis.g1 = 1", "g1 + 1"], []),
        ("interfaces merge", ["interface Both { a: number }", "interface Both { b: string }", "const b: Both = { a: 1, b: 'x' }"], []),
        ("and both halves are asked for", ["interface Two { a: number }", "interface Two { b: string }", "const b: Two = { a: 1 }"], ["TS2741"]),
        ("namespaces merge", ["namespace Deep { export const a = 1 }", "namespace Deep { export const b = 2 }", "Deep.a + Deep.b"], []),
        ("top-level await and a last expression", ["await Promise.resolve(1)"], []),
    )

    def test_complaints(self):
        for what, cells, expected in self.CASES:
            with self.subTest(what):
                for code in cells[:-1]:
                    self.assertEqual(self.run_cell(code).stderr, "", code)
                run = self.run_cell(cells[-1])
                self.assertEqual(re.findall(r"TS\d+", run.stderr), expected)
                if not expected:
                    self.assertEqual((run.stderr, run.status), ("", "ok"))

    def test_how_an_error_looks_and_that_the_cell_runs_all_the_same(self):
        run = self.run_cell("const first = 1;\nconst second: number = 'text';\nsecond")
        self.assertEqual(run.result, "'text'")
        self.assertEqual(run.kinds, ["stream", "execute_result"])
        lines = plain(run.stderr).splitlines()
        self.assertRegex(lines[0], r"TS2322.*Type 'string' is not assignable to type 'number'")
        source = next(i for i, line in enumerate(lines) if "const second: number = 'text';" in line)
        self.assertRegex(lines[source], r"^ *> 2 \| const second|^ *2 \| const second")
        self.assertEqual(lines[source + 1].index("^"), lines[source].index("second"))

    def test_errors_may_block(self):
        self.results("%check block")
        run = self.run_cell("console.log('ran'); const n: number = 'text'")
        self.assertEqual((run.status, run.stdout), ("error", ""))
        self.assertIn("TS2322", run.error[1] + run.traceback)
        self.results("%check off")
        self.assertEqual(self.run_cell("const n: number = 'text'; n").stderr, "")
        self.results("%check on")
        self.assertIn("TS2322", self.run_cell("const n: number = 'text'; n").stderr)

    def test_an_older_typescript_of_the_project_is_passed_over(self):
        language = self.request("kernel_info_request")["language_info"]
        self.assertGreaterEqual(int(language["version"].split(".")[0]), 7)


class OwnTypescript(KernelCase):
    """A project whose TypeScript is new enough: a program that notes its calls and hands them to the real one."""

    PLATFORM = next((PACKAGES / "@typescript").glob("typescript-*")).name

    environment = {"TSNB_CHECK": "on"}
    files = {
        "package.json": '{ "name": "project", "private": true }',
        "node_modules/typescript/package.json": '{ "name": "typescript", "version": "7.9.9" }',
        f"node_modules/@typescript/{PLATFORM}/package.json": f'{{ "name": "@typescript/{PLATFORM}", "version": "7.9.9" }}',
        f"node_modules/@typescript/{PLATFORM}/lib/tsc": '#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\n'
        f'exec "{PACKAGES}/@typescript/{PLATFORM}/lib/tsc" "$@"\n',
    }

    @classmethod
    def write(cls, name, text):
        path = super().write(name, text)
        if name.endswith("/tsc"):
            os.chmod(path, 0o755)
        return path

    def test_it_checks_the_cells(self):
        self.assertIn("TS2322", self.run_cell("const n: number = 'text'").stderr)
        calls = Path(self.folder, "node_modules", "@typescript", self.PLATFORM, "lib", "calls")
        self.assertIn("--lsp", calls.read_text(encoding="utf-8"))
        info = self.request("kernel_info_request")
        self.assertEqual(info["language_info"]["version"], "7.9.9")
        self.assertRegex(info["banner"], r"^TypeScript 7\.9\.9 ")


class Rules(KernelCase):
    """The project's own tsconfig.json."""

    environment = {"TSNB_CHECK": "on"}
    files = {"tsconfig.json": '{ "compilerOptions": { "strict": false, "noUnusedLocals": true } }'}

    def test_they_rule_the_cells(self):
        run = self.run_cell("function f(x) { return x.y }\nlet s: string = null; s")
        self.assertEqual((run.stderr, run.result), ("", "null"))
        self.write("tsconfig.json", '{ "compilerOptions": { "strict": true } }')
        self.assertIn("TS7006", self.run_cell("function f(x) { return x.y }").stderr)


class Errors(KernelCase):
    files = {
        "helper.ts": "export interface Options { name: string }\n\n/** Types are gone when it runs. */\n"
        "export function check(options: Options): void {\n"
        "  if (options.name === '') throw new RangeError('a name is needed');\n}\n",
    }

    CASES = (
        ("a syntax error", "const a = 1;\nconst = 2;", ("SyntaxError", "Unexpected token"), ["Cell [n]:2:7", "> 2 | const = 2;"]),
        ("text", "throw 'plain'", ("Uncaught string", "'plain'"), []),
        ("null", "throw null", ("Uncaught null", "null"), []),
        ("a class of one's own", "class NotFound extends Error { name = 'NotFound'; constructor(readonly id: number) { super('gone') } }\nthrow new NotFound(7)", ("NotFound", "gone"), ["Cell [n]:2:7", "id: 7"]),
        ("after an await", "await null;\nnull!.x", ("TypeError", "Cannot read properties of null (reading 'x')"), ["Cell [n]:2:7", "> 2 | null!.x"]),
        ("a cause", "throw new Error('outer', { cause: new TypeError('inner') })", ("Error", "outer"), ["Caused by:", "TypeError: inner"]),
        ("an AggregateError", "throw new AggregateError([new Error('one'), new TypeError('two')], 'both')", ("AggregateError", "both"), ["Error 1 of 2:", "Error: one", "Error 2 of 2:", "TypeError: two"]),
    )

    def run_cell(self, code, **flags):
        run = super().run_cell(code, **flags)
        self.assertNotRegex(run.traceback, r"node:internal|dist/kernel")
        return run

    @staticmethod
    def place(run):
        return run.traceback.replace(f"Cell [{run.reply['execution_count']}]", "Cell [n]")

    def test_errors(self):
        for what, code, error, said in self.CASES:
            with self.subTest(what):
                run = self.run_cell(code)
                self.assertEqual((run.status, run.error), ("error", error))
                for text in said:
                    self.assertIn(text, self.place(run))

    def test_own_frames_on_their_own_lines(self):
        run = self.run_cell(
            "import { check } from './helper.ts';\ninterface P { name: string }\n"
            "function all(people: P[]): void {\n  people.forEach((p) => check(p));\n}\n"
            "all([{ name: '' }]);"
        )
        helper = os.path.join(self.folder, "helper.ts")
        frames = [line.strip() for line in self.place(run).splitlines() if line.strip().startswith("at ")]
        self.assertEqual(
            frames,
            [f"at check ({helper}:5:34)", "at (Cell [n]:4:25)", "at all (Cell [n]:4:10)", "at (Cell [n]:6:1)"],
        )
        self.assertIn("> 5 |   if (options.name === '') throw new RangeError('a name is needed');", run.traceback)
        self.assertIn("> 4 |   people.forEach((p) => check(p));", run.traceback)
        self.assertIn("\x1b[31m", "".join(run.reply["traceback"]))

    def test_errors_that_nobody_awaits(self):
        for what, code, said in (
            ("a timer", "setTimeout(() => { throw new Error('from a timer') }, 20)", "from a timer"),
            ("a rejection", "void Promise.reject(new Error('rejected'))", "rejected"),
            (
                "a stream",
                "import { Readable } from 'node:stream'; new Readable({ read() { this.destroy(new Error('from a stream')) } }).resume()",
                "from a stream",
            ),
        ):
            with self.subTest(what):
                run = self.run_cell(f"{code};\n0")
                self.assertEqual(run.status, "ok")
                error = self.hear(run.id, lambda m: m["msg_type"] == "error")["content"]
                self.assertEqual(error["evalue"], said)
                self.assertNotRegex("".join(error["traceback"]), r"node:internal|dist/kernel")
                self.assertEqual(self.results("1 + 1"), "2")


class Printing(KernelCase):
    CASES = (
        ("console.log", "console.log('a', { b: 1 })", "a { b: 1 }\n", ""),
        ("console.error", "console.error('e')", "", "e\n"),
        ("console.warn and debug", "console.warn('w'); console.debug('d')", "d\n", "w\n"),
        ("console.table", "console.table([{ a: 1 }])", "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\n", ""),
        ("process.stdout and stderr", "process.stdout.write('o'); process.stderr.write('e')", "o", "e"),
        ("native code", "const fs = require('node:fs'); fs.writeSync(1, 'one'); fs.writeSync(2, 'two')", "one", "two"),
        (
            "a child process",
            "require('node:child_process').execSync('echo out; echo err >&2', { stdio: 'inherit' })",
            "out\n",
            "err\n",
        ),
        ("characters of several bytes", "for (const b of Buffer.from('ü😀')) require('fs').writeSync(1, Buffer.from([b]))", "ü😀", ""),
    )

    def test_everything_is_captured(self):
        for what, code, stdout, stderr in self.CASES:
            with self.subTest(what):
                run = self.run_cell(code)
                self.assertEqual((run.stdout, run.stderr), (stdout, stderr))

    def test_in_one_order(self):
        run = self.run_cell(
            "console.log('js'); require('node:child_process').execSync('echo child', { stdio: 'inherit' });"
            "console.error('err'); console.log('js again')"
        )
        lines = [(m["content"]["name"], line) for m in run.outputs for line in m["content"]["text"].splitlines()]
        self.assertEqual(lines, [("stdout", "js"), ("stdout", "child"), ("stderr", "err"), ("stdout", "js again")])

    def test_100_megabytes(self):
        run = self.run_cell("for (let i = 0; i < 100_000; i++) console.log(String(i).padEnd(999, 'x'))")
        wanted = hashlib.sha256()
        for i in range(100_000):
            wanted.update(f"{i:x<999}\n".encode())
        text = run.stdout.encode()
        self.assertEqual((len(text), hashlib.sha256(text).hexdigest()), (100_000_000, wanted.hexdigest()))


class Values(KernelCase):
    """What is shown by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.makedirs(os.path.join(cls.folder, "node_modules"))
        os.symlink(PACKAGES / "nodejs-polars", os.path.join(cls.folder, "node_modules", "nodejs-polars"))

    TEXTS = (
        ("new Map([[1, { a: [2] }]])", "Map(1) { 1 => { a: [ 2 ] } }"),
        ("new Set(['a'])", "Set(1) { 'a' }"),
        ("class P { #x = 1; y = 2 }\nnew P()", "P { y: 2 }"),
        ("Promise.resolve(1)", "Promise { 1 }"),
        ("await Promise.resolve(1)", "1"),
        ("10n ** 20n", "100000000000000000000n"),
        ("'<b>text</b>'", "'<b>text</b>'"),
        ("({ get a() { throw new Error('never called') } })", "{ a: [Getter] }"),
    )

    def test_as_text(self):
        for code, expected in self.TEXTS:
            with self.subTest(code):
                self.assertEqual(self.run_cell(code).data, [{"text/plain": expected}])

    def test_errors_as_text_without_colours(self):
        text = self.results("new Error('shown, not thrown')")
        self.assertTrue(text.startswith("Error: shown, not thrown\n    at Cell ["))
        self.assertNotIn("\x1b", text)

    BUNDLES = (
        ("Jupyter.display", "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })", {"text/html": "<b>x</b>"}),
        ("async", "({ async [Symbol.for('Jupyter.display')]() { await null; return { 'application/json': { a: 1 } } } })", {"application/json": {"a": 1}}),
        ("HTML", "import { html } from 'tsnb/display'; html`<b>${'<x>'}</b>`", {"text/html": "<b>&lt;x&gt;</b>", "text/plain": "<b>&lt;x&gt;</b>"}),
        ("SVG", "import { svg } from 'tsnb/display'; svg('<svg/>')", {"image/svg+xml": "<svg/>", "text/plain": "<svg/>"}),
    )

    def test_as_bundles(self):
        for what, code, expected in self.BUNDLES:
            with self.subTest(what):
                self.assertEqual(self.run_cell(code).data, [expected])

    def test_pictures(self):
        for kind, start in (("png", [137, 80, 78, 71, 13, 10, 26, 10]), ("jpeg", [255, 216, 255, 224])):
            with self.subTest(kind):
                content = [*start, *range(256)]
                [data] = self.run_cell(f"new Uint8Array({content})").data
                self.assertEqual(data[f"image/{kind}"], base64.b64encode(bytes(content)).decode())

    def test_frames(self):
        self.results("import pl from 'nodejs-polars'; const frame = pl.DataFrame({ a: [1, 2], b: ['x', '<y>'] })")
        [data] = self.run_cell("frame").data
        # Polars' own table has neither classes nor alignments.
        self.assertTrue(data["text/html"].startswith("<div data-table=''>\n<table class=\"tex2jax_ignore mathjax_ignore\">\n<thead>"))
        self.assertIn('<td style="text-align:left">&lt;y&gt;</td>', data["text/html"])
        self.assertIn("<y>", data["text/plain"])

    def test_charts(self):
        for code in (f"({BAR})", f"({{ toSpec: () => ({BAR}) }})"):
            with self.subTest(code):
                [data] = self.run_cell(code).data
                self.assertEqual(data[VEGALITE]["mark"], "bar")
                self.assertTrue(data["image/png"].startswith("iVBORw0KGgo"))
                self.assertEqual(data["text/plain"], "Chart (bar, 1 row).")


class Displays(KernelCase):
    def shown(self, run):
        self.assertEqual((run.status, run.traceback), ("ok", ""))
        return [(m["msg_type"], m["content"].get("data", m["content"].get("wait"))) for m in run.outputs]

    def ids(self, run):
        return [m["content"]["transient"].get("display_id") for m in run.outputs if "transient" in m["content"]]

    def test_tslab(self):
        run = self.run_cell(
            "import * as tslab from 'tslab'; tslab.display.html('<b>1</b>'); tslab.display.markdown('# a');"
            "tslab.display.png(new Uint8Array([1, 2, 3])); tslab.display.raw('text/csv', 'a,b');"
            "const d = tslab.newDisplay(); d.text('one'); d.text('two'); tslab.versions.tslab"
        )
        self.assertEqual(
            self.shown(run),
            [
                ("display_data", {"text/html": "<b>1</b>"}),
                ("display_data", {"text/markdown": "# a"}),
                ("display_data", {"image/png": "AQID"}),
                ("display_data", {"text/csv": "a,b"}),
                ("display_data", {"text/plain": "one"}),
                ("update_display_data", {"text/plain": "two"}),
                ("execute_result", {"text/plain": "'1.0.22'"}),
            ],
        )
        *_, shown, updated = self.ids(run)
        self.assertEqual(shown, updated)

    def test_own(self):
        run = self.run_cell(
            "import { clear, display, update } from 'tsnb/display'; const one = await display('one');"
            "await one.update('two'); await display({ a: 1 }, { id: 'named' }); await update('named', { a: 2 });"
            "await clear({ wait: true })"
        )
        self.assertEqual(
            self.shown(run),
            [
                ("display_data", {"text/plain": "'one'"}),
                ("update_display_data", {"text/plain": "'two'"}),
                ("display_data", {"text/plain": "{ a: 1 }"}),
                ("update_display_data", {"text/plain": "{ a: 2 }"}),
                ("clear_output", True),
            ],
        )
        ids = self.ids(run)
        self.assertEqual((ids[0], ids[2:]), (ids[1], ["named", "named"]))
        later = self.run_cell("await update('named', 'from another cell')")
        self.assertEqual(self.shown(later), [("update_display_data", {"text/plain": "'from another cell'"})])

    def test_progress(self):
        run = self.run_cell(
            "import { progress } from 'tsnb/display'; const bar = progress(2, { label: 'Work' });"
            "bar.advance(1, 'first'); bar.advance(); bar.done"
        )
        self.assertEqual(run.kinds[0], "display_data")
        self.assertEqual(set(run.kinds[1:-1]), {"update_display_data"})
        self.assertEqual(len(set(self.ids(run)[:-1] if run.kinds[-1] == "execute_result" else self.ids(run)) - {None}), 1)
        self.assertIn('<progress max="2" value="2">', run.data[-2]["text/html"])
        self.assertRegex(run.data[-2]["text/plain"], r"^Work 100 % █{30} 2/2")


class Commands(KernelCase):
    """Lines that start with % or !."""

    environment = {"TSNB_CHECK": "on"}
    files = {
        "package.json": '{ "name": "project", "private": true }',
        "packages/greeting/package.json": '{ "name": "greeting", "version": "1.0.0", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
        "packages/greeting/index.js": "export const hello = 'hello';\n",
        "packages/greeting/index.d.ts": "export declare const hello: string;\n",
    }

    def test_shell(self):
        run = self.run_cell("console.log('before');\n!echo out && echo err >&2\nconsole.log('after')")
        self.assertEqual((run.stdout, run.stderr), ("before\nout\nafter\n", "err\n"))
        failed = self.run_cell("!exit 3")
        self.assertEqual(failed.error, ("CommandFailed", "`exit 3` ended with exit code 3"))

    def test_shell_streams(self):
        id = self.kc.execute("!echo first; sleep 60")
        self.hear(id, lambda m: m["content"].get("text") == "first\n")
        self.interrupt()
        self.assertEqual(self.end(id).error[0], "Interrupted")

    def test_npm_install(self):
        run = self.run_cell("%npm install --offline ./packages/greeting\nimport { hello } from 'greeting'; hello")
        self.assertEqual(run.result, "'hello'")
        typed = self.run_cell("import { hello } from 'greeting'; hello.toFixed")
        self.assertIn("TS2551" if "TS2551" in typed.stderr else "TS2339", typed.stderr)

    def test_timeit(self):
        run = self.run_cell("const xs = [3, 1, 2];\n%timeit xs.toSorted()")
        self.assertRegex(run.stdout, r"^[\d.]+ (ns|µs|ms) ± [\d.]+ (ns|µs|ms) per loop \(mean ± std\. dev\. of 7 runs, [\d,]+ loops? each\)\n$")

    def test_reset(self):
        self.results("const r1 = 1")
        self.results("%reset")
        self.assertEqual(self.run_cell("r1").error, ("ReferenceError", "r1 is not defined"))

    def test_help(self):
        text = self.run_cell("%help").stdout
        for command in ("%check", "%npm install", "%reset", "%timeit", "!"):
            self.assertIn(command, text)
        self.assertEqual(self.run_cell("%matplotlib inline").error[0], "MagicError")


class Knowledge(KernelCase):
    """Completion and inspection: the cursor is at |."""

    environment = {"TSNB_CHECK": "on"}
    files = {
        "package.json": '{ "name": "project", "private": true }',
        "lib/helper.ts": "/** Counts. */\nexport function count(): number { return 1 }\n",
        "data/table.csv": "a,b\n",
        "node_modules/sample-package/package.json": '{ "name": "sample-package", "version": "1.0.0", "types": "index.d.ts" }',
        "node_modules/sample-package/index.d.ts": "export declare const sample: number;\n",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute("const frame = { height: 1, head: 2 }; const table = new Map([['a', 1]]);")

    COMPLETIONS = (
        ("members", "frame.he|", ["head", "height"]),
        ("before the cell has run", "const own = { bee: 1 }; own.b|", ["bee"]),
        ("imports", "import { cou| } from './lib/helper.ts'", ["count"]),
        ("file paths", "import x from './lib/h|'", ["helper"]),
        ("file paths in other texts", "read('./data/t|')", ["table.csv"]),
        ("package names", "import x from 'sample-p|'", ["sample-package"]),
        ("node: modules", "import x from 'node:zli|'", ["node:zlib"]),
        ("after emoji", "'🦊👩‍👩‍👧'; frame.hei|", ["height"]),
        ("on the second line, after emoji", "'🦊🦊';\n/* 🦊 */ frame.hei|", ["height"]),
        ("commands", "%ch|", ["check"]),
    )

    def test_completion(self):
        self.results("0")
        for what, marked, expected in self.COMPLETIONS:
            with self.subTest(what):
                code, cursor = marked.replace("|", ""), marked.index("|")
                reply = self.request("complete_request", {"code": code, "cursor_pos": cursor})
                self.assertEqual(sorted(reply["matches"]), expected)
                written = code[reply["cursor_start"] : reply["cursor_end"]]
                self.assertEqual(reply["cursor_end"], cursor)
                self.assertTrue(all(match.startswith(written) for match in expected), written)

    def test_inspection(self):
        self.results("0")
        for what, marked, level, expected in (
            ("signature and documentation", "import { count } from './lib/helper.ts'; cou|nt()", 0, ["count(): number", "Counts."]),
            ("type and value", "fra|me", 0, ["height: number", "head: 2"]),
            ("shape", "tab|le", 0, ["Map<string, number>", "Map(1) { 'a' => 1 }"]),
            ("source", "import { count } from './lib/helper.ts'; cou|nt()", 1, ["return 1"]),
        ):
            with self.subTest(what):
                code, cursor = marked.replace("|", ""), marked.index("|")
                request = {"code": code, "cursor_pos": cursor, "detail_level": level}

                def told():
                    return self.request("inspect_request", request)["data"].get("text/plain", "")

                # The value is left out where the cells' process takes long to say it.
                self.assertTrue(until(lambda: all(text in told() for text in expected)), told())


if __name__ == "__main__":
    unittest.main(verbosity=2)
