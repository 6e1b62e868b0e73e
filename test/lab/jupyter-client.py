"""The kernel driven by Jupyter's own client and by nbclient."""

import os
import signal
import time
import unittest

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

TIMEOUT = 60


class WithKernel(unittest.TestCase):
    encryption = "disabled"

    @classmethod
    def setUpClass(cls):
        cls.km = KernelManager(kernel_name="tsnb")
        cls.km.start_kernel(transport_encryption=cls.encryption)
        cls.kc = cls.km.client()
        cls.kc.start_channels()
        cls.kc.wait_for_ready(timeout=TIMEOUT)

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def collect(self, message_id):
        outputs = []
        while True:
            message = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != message_id:
                continue
            if message["content"].get("execution_state") == "idle":
                break
            outputs.append(message)
        while True:
            reply = self.kc.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"], outputs

    def run_cell(self, code, **options):
        return self.collect(self.kc.execute(code, **options))

    def result(self, code):
        reply, outputs = self.run_cell(code)
        self.assertEqual(reply["status"], "ok", reply)
        return [m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"][0]


class Client(WithKernel):
    def test_execute(self):
        self.assertEqual(self.result("const answer: number = 42; answer"), "42")

    def test_stdin(self):
        message_id = self.kc.execute("'hello ' + prompt('Who? ')", allow_stdin=True)
        request = self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.assertEqual(request["msg_type"], "input_request")
        self.assertEqual(request["content"], {"prompt": "Who? ", "password": False})
        self.kc.input("Ada")
        reply, outputs = self.collect(message_id)
        self.assertEqual(reply["status"], "ok")
        self.assertIn("hello Ada", str([m["content"] for m in outputs]))

    def test_stdin_not_allowed(self):
        reply, _ = self.run_cell("prompt('Who? ')", allow_stdin=False)
        self.assertEqual(reply["status"], "error")

    def test_interrupt_by_message(self):
        self.run_cell("globalThis.kept = 1")
        for code in ("while (true) {}", "await new Promise(() => {})"):
            message_id = self.kc.execute("console.log('on'); " + code)
            while self.kc.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "stream":
                pass
            self.km.interrupt_kernel()
            reply, _ = self.collect(message_id)
            self.assertEqual(reply["status"], "error")
            self.assertEqual(self.result("globalThis.kept"), "1")

    def test_interrupt_by_signal(self):
        message_id = self.kc.execute("console.log('on'); while (true) {}")
        while self.kc.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "stream":
            pass
        self.km.signal_kernel(signal.SIGINT)
        reply, _ = self.collect(message_id)
        self.assertEqual(reply["status"], "error")
        self.assertEqual(self.result("1 + 1"), "2")

    def test_heartbeat_while_busy(self):
        message_id = self.kc.execute("const until = Date.now() + 3000; while (Date.now() < until) {}")
        end = time.time() + 2.5
        while time.time() < end:
            self.assertTrue(self.kc.hb_channel.is_beating())
            time.sleep(0.1)
        self.collect(message_id)

    def test_large_output(self):
        _, outputs = self.run_cell("for (let i = 0; i < 200_000; i++) console.log('x'.repeat(99))")
        text = "".join(m["content"]["text"] for m in outputs if m["msg_type"] == "stream")
        self.assertEqual(len(text), 20_000_000)

    def test_restart(self):
        self.run_cell("globalThis.before = 1")
        self.km.restart_kernel()
        self.kc.wait_for_ready(timeout=TIMEOUT)
        self.assertEqual(self.result("typeof globalThis.before"), "'undefined'")


class Encrypted(WithKernel):
    encryption = "required"

    def test_execute(self):
        self.assertIn("curve_publickey", self.km.get_connection_info())
        self.assertEqual(self.result("6 * 7"), "42")

    def test_stdin_and_control(self):
        message_id = self.kc.execute("prompt('?')", allow_stdin=True)
        self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        reply, _ = self.collect(message_id)
        self.assertEqual(reply["status"], "error")


class Ipc(unittest.TestCase):
    def test_execute(self):
        km = KernelManager(kernel_name="tsnb", transport="ipc")
        km.start_kernel()
        kc = km.client()
        kc.start_channels()
        kc.wait_for_ready(timeout=TIMEOUT)
        reply = kc.execute_interactive("1", timeout=TIMEOUT)
        self.assertEqual(reply["content"]["status"], "ok")
        kc.stop_channels()
        km.shutdown_kernel()
        self.assertFalse([name for name in os.listdir(".") if name.startswith("kernel-ipc")])


class Notebook(unittest.TestCase):
    def notebook(self, *sources):
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources]
        return notebook

    def test_outputs(self):
        notebook = self.notebook(
            "interface Point { x: number; y: number }\nconst p: Point = { x: 1, y: 2 };",
            "console.log(p.x); console.error('to stderr'); p.y",
            "import { readFileSync } from 'node:fs'; typeof readFileSync",
        )
        NotebookClient(notebook, kernel_name="tsnb", timeout=TIMEOUT).execute()
        nbformat.validate(notebook)
        self.assertEqual(notebook.cells[0].outputs, [])
        kinds = [(o.output_type, o.get("name")) for o in notebook.cells[1].outputs]
        self.assertEqual(kinds, [("stream", "stdout"), ("stream", "stderr"), ("execute_result", None)])
        self.assertEqual(notebook.cells[1].outputs[2].data["text/plain"], "2")
        self.assertEqual(notebook.cells[2].outputs[0].data["text/plain"], "'function'")

    def test_loses_no_output_of_awaiting_cells(self):
        count = 60
        source = "await new Promise((r) => setTimeout(r, 1)); console.log('printed'); 'result'"
        notebook = self.notebook(*[source] * count)
        NotebookClient(notebook, kernel_name="tsnb", timeout=TIMEOUT).execute()
        for cell in notebook.cells:
            self.assertEqual([o.output_type for o in cell.outputs], ["stream", "execute_result"])

    def test_error(self):
        notebook = self.notebook("const a = 1;\nthrow new RangeError('too far')", "'never run'")
        with self.assertRaises(CellExecutionError) as caught:
            NotebookClient(notebook, kernel_name="tsnb", timeout=TIMEOUT).execute()
        self.assertEqual((caught.exception.ename, caught.exception.evalue), ("RangeError", "too far"))
        self.assertEqual(notebook.cells[1].outputs, [])

    def test_timeout_interrupts(self):
        notebook = self.notebook("while (true) {}", "'after'")
        client = NotebookClient(
            notebook, kernel_name="tsnb", timeout=2, interrupt_on_timeout=True, allow_errors=True
        )
        client.execute()
        self.assertIn("after", str(notebook.cells[1].outputs))


if __name__ == "__main__":
    unittest.main(verbosity=2)
