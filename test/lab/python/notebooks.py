"""Whole notebooks on the kernel, by nbclient."""

import unittest

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

TIMEOUT = 60


def notebook(*sources):
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    return made


def execute(made, **options):
    NotebookClient(made, kernel_name="tsnb", **{"timeout": TIMEOUT, **options}).execute()
    nbformat.validate(made)
    return [cell.outputs for cell in made.cells]


class Notebooks(unittest.TestCase):
    def test_outputs(self):
        declared, printed, imported = execute(
            notebook(
                "interface Point { x: number; y: number }\nconst p: Point = { x: 1, y: 2 };",
                "console.log(p.x); console.error('to stderr'); p.y",
                "import { readFileSync } from 'node:fs'; typeof readFileSync",
            )
        )
        self.assertEqual(declared, [])
        kinds = [(o.output_type, o.get("name")) for o in printed]
        self.assertEqual(kinds, [("stream", "stdout"), ("stream", "stderr"), ("execute_result", None)])
        self.assertEqual(printed[2].data, {"text/plain": "2"})
        self.assertEqual(imported[0].data, {"text/plain": "'function'"})

    def test_displays_are_updated_in_place(self):
        shown, updated = execute(
            notebook(
                "import { display, update } from 'tsnb/display'; await display('one', { id: 'd' })",
                "await update('d', 'two')",
            )
        )
        self.assertEqual([o.data["text/plain"] for o in shown], ["'two'"])
        self.assertEqual(updated, [])

    def test_loses_no_output_of_awaiting_cells(self):
        source = "await new Promise((r) => setTimeout(r, 1)); console.log('printed'); 'result'"
        for outputs in execute(notebook(*[source] * 60)):
            self.assertEqual([o.output_type for o in outputs], ["stream", "execute_result"])

    def test_much_output(self):
        [outputs] = execute(notebook("for (let i = 0; i < 20_000; i++) console.log(String(i).padEnd(999, 'x'))"))
        self.assertTrue("".join(o.text for o in outputs) == "".join(f"{i:x<999}\n" for i in range(20_000)))

    def test_error(self):
        made = notebook("const a = 1;\nthrow new RangeError('too far')", "'never run'")
        with self.assertRaises(CellExecutionError) as caught:
            execute(made)
        self.assertEqual((caught.exception.ename, caught.exception.evalue), ("RangeError", "too far"))
        self.assertEqual(made.cells[1].outputs, [])

    def test_a_timeout_interrupts(self):
        stopped, after = execute(
            notebook("while (true) {}", "'after'"), timeout=2, interrupt_on_timeout=True, allow_errors=True
        )
        self.assertEqual([o.ename for o in stopped], ["Interrupted"])
        self.assertEqual([o.data["text/plain"] for o in after], ["'after'"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
