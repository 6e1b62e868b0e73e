"""What the protocol offers, by Jupyter's own client."""

import hashlib
import hmac
import os
import re
import shutil
import signal
import subprocess
import tempfile
import unittest

import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import get_kernel_spec
from jupyter_client.manager import KernelManager
from kernel_case import TIMEOUT, KernelCase, is_alive, until

API = "globalThis[Symbol.for('tsnb.kernel')]"


class Info(KernelCase):
    def test_kernel_info(self):
        for channel in ("shell", "control"):
            info = self.request("kernel_info_request", channel=channel)
            self.assertEqual((info["status"], info["implementation"]), ("ok", "tsnb"))
            self.assertEqual(info["protocol_version"], "5.5")
            self.assertRegex(info["implementation_version"], r"^\d+\.\d+\.\d+")
            language = info["language_info"]
            self.assertEqual((language["name"], language["file_extension"]), ("typescript", ".ts"))
            self.assertRegex(language["version"], r"^\d+\.\d+")
            self.assertRegex(info["banner"], r"TypeScript .* Node \d+")

    def test_a_client_is_welcomed(self):
        # A session of its own: two clients of one session take the replies from each other.
        client = BlockingKernelClient(connection_file=self.km.connection_file)
        client.load_connection_file()
        client.start_channels()
        # What is published for others at this moment may come first.
        message = client.get_iopub_msg(timeout=TIMEOUT)
        while message["msg_type"] == "status":
            message = client.get_iopub_msg(timeout=TIMEOUT)
        self.assertEqual((message["msg_type"], message["content"]), ("iopub_welcome", {"subscription": ""}))
        client.stop_channels()


class Execute(KernelCase):
    def test_messages_of_a_cell(self):
        run = self.run_cell("console.log('out'); console.error('err'); 40 + 2")
        count = run.reply["execution_count"]
        seen = [(m["msg_type"], m["content"]) for m in run.messages]
        self.assertEqual(
            seen,
            [
                ("status", {"execution_state": "busy"}),
                ("execute_input", {"code": "console.log('out'); console.error('err'); 40 + 2", "execution_count": count}),
                ("stream", {"name": "stdout", "text": "out\n"}),
                ("stream", {"name": "stderr", "text": "err\n"}),
                ("execute_result", {"execution_count": count, "data": {"text/plain": "42"}, "metadata": {}}),
                ("status", {"execution_state": "idle"}),
            ],
        )
        self.assertEqual(
            run.reply, {"status": "ok", "execution_count": count, "payload": [], "user_expressions": {}}
        )

    def test_error(self):
        run = self.run_cell("throw new RangeError('too far')")
        self.assertEqual(run.kinds, ["error"])
        error = run.outputs[0]["content"]
        self.assertEqual((error["ename"], error["evalue"]), ("RangeError", "too far"))
        self.assertEqual({**run.reply, **error}, run.reply)
        self.assertEqual(run.status, "error")

    def test_displays(self):
        run = self.run_cell(
            f"const k = {API}; k.show({{ data: {{ 'text/html': '<b>1</b>' }}, metadata: {{ a: 1 }} }}, 'named');"
            "k.update({ data: { 'text/html': '<b>2</b>' }, metadata: {} }, 'named'); k.clear(true); k.clear(false);"
        )
        self.assertEqual(
            [(m["msg_type"], m["content"]) for m in run.outputs],
            [
                (
                    "display_data",
                    {
                        "data": {"text/html": "<b>1</b>"},
                        "metadata": {"a": 1},
                        "transient": {"display_id": "named"},
                    },
                ),
                (
                    "update_display_data",
                    {"data": {"text/html": "<b>2</b>"}, "metadata": {}, "transient": {"display_id": "named"}},
                ),
                ("clear_output", {"wait": True}),
                ("clear_output", {"wait": False}),
            ],
        )

    def test_silent(self):
        before = self.run_cell("0").reply["execution_count"]
        run = self.run_cell("globalThis.fromSilence = 17; console.log('unheard'); 5", silent=True)
        self.assertEqual([m["msg_type"] for m in run.messages], ["status", "status"])
        self.assertEqual((run.status, run.reply["execution_count"]), ("ok", before))
        after = self.run_cell("fromSilence")
        self.assertEqual((after.result, after.reply["execution_count"]), ("17", before + 1))

    def test_store_history(self):
        before = self.run_cell("0").reply["execution_count"]
        run = self.run_cell("'kept ' + 'secret'", store_history=False)
        self.assertEqual((run.result, run.reply["execution_count"]), ("'kept secret'", before))
        history = self.request("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True})
        self.assertEqual([entry[2] for entry in history["history"]], ["0"])

    def test_user_expressions(self):
        run = self.run_cell("const ux = 20", user_expressions={"twice": "ux * 2", "bad": "nowhere.x"})
        twice, bad = (run.reply["user_expressions"][name] for name in ("twice", "bad"))
        self.assertEqual(twice, {"status": "ok", "data": {"text/plain": "40"}, "metadata": {}})
        self.assertEqual((bad["status"], bad["ename"], bad["evalue"]), ("error", "ReferenceError", "nowhere is not defined"))
        failed = self.run_cell("throw 1", user_expressions={"a": "1"})
        self.assertEqual(failed.reply["user_expressions"], {})

    def test_cells_behind_an_error_are_aborted(self):
        ids = [self.kc.execute(code) for code in ("throw new Error('first')", "globalThis.ran = 2", "globalThis.ran = 3")]
        runs = [self.end(id) for id in ids]
        self.assertEqual([run.status for run in runs], ["error", "aborted", "aborted"])
        self.assertEqual([m["content"] for m in runs[1].messages], [{"execution_state": s} for s in ("busy", "idle")])
        self.assertEqual(self.results("globalThis.ran ?? 'none'"), "'none'")

    def test_they_are_not_without_stop_on_error(self):
        ids = [self.kc.execute("throw new Error('first')", stop_on_error=False), self.kc.execute("'still here'")]
        self.assertEqual([self.end(id).status for id in ids], ["error", "ok"])

    def test_all_output_comes_before_idle(self):
        for round in range(30):
            run = self.run_cell(f"await null; console.log('last words {round}'); await null; {round}")
            self.assertEqual((run.stdout, run.result), (f"last words {round}\n", str(round)))

    def test_late_output_goes_to_its_cell(self):
        follows = int(re.search(r"Node (\d+)", self.request("kernel_info_request")["banner"])[1]) >= 22
        first = self.run_cell("for (const ms of [100, 600]) setTimeout(() => console.log('after ' + ms), ms); 1")
        second = self.run_cell("await new Promise((r) => setTimeout(r, 300)); 2")
        third = self.kc.execute("await new Promise((r) => setTimeout(r, 600)); 3")
        if follows:
            self.hear(first.id, lambda m: m["content"].get("text") == "after 600\n")
            self.assertEqual(second.kinds, ["execute_result"])
            self.assertEqual(self.end(third).kinds, ["execute_result"])
        else:
            self.end(third)
            texts = "".join(m["content"].get("text", "") for m in self.published)
            self.assertIn("after 600\n", texts)
            idle = self.run_cell("globalThis.ticking = setInterval(() => console.log('tick'), 200); 0")
            self.hear(idle.id, lambda m: "late output" in m["content"].get("text", ""))
            self.run_cell("clearInterval(ticking)")


class Questions(KernelCase):
    """complete, inspect, is_complete and history."""

    environment = {"TSNB_CHECK": "on"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute(
            "/** Adds two numbers. */\nfunction add(a: number, b: number): number { return a + b }\n"
            "const person = { name: 'Ada', born: 1815 };"
        )

    def complete(self, marked):
        code, cursor = marked.replace("|", ""), marked.index("|")
        return code, self.request("complete_request", {"code": code, "cursor_pos": cursor})

    def test_complete(self):
        self.results("0")
        for marked, matches, replaced in (
            ("const other = person; other.na|", ["name"], "na"),
            ("'😀😀'; person.bo|; // 🎉", ["born"], "bo"),
            ("const declared = { here: 1 }; declared.he|", ["here"], "he"),
            ("import { readFileSy| } from 'node:fs'", ["readFileSync"], "readFileSy"),
        ):
            with self.subTest(marked):
                code, reply = self.complete(marked)
                self.assertEqual((reply["status"], reply["matches"]), ("ok", matches))
                # Python counts in code points, as the protocol does.
                self.assertEqual(code[reply["cursor_start"] : reply["cursor_end"]], replaced)

    def test_complete_where_nothing_is(self):
        for marked in ("|", "const = {{{ person.|"):
            with self.subTest(marked):
                self.assertEqual(self.complete(marked)[1]["status"], "ok")

    def test_inspect(self):
        self.results("0")
        for code, cursor, level, found in (
            ("add(1, 2)", 2, 0, ["a: number, b: number", "Adds two numbers."]),
            ("person", 3, 0, ["name: string", "Ada", "1815"]),
            ("'😀'; person.born", 14, 0, ["born: number"]),
            ("add", 2, 1, ["return a + b"]),
        ):
            with self.subTest(code, level=level):
                reply = self.request("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": level})
                self.assertEqual((reply["status"], reply["found"]), ("ok", True))
                for text in found:
                    self.assertIn(text, reply["data"]["text/plain"])

    def test_inspect_where_nothing_is(self):
        reply = self.request("inspect_request", {"code": "   ", "cursor_pos": 1, "detail_level": 0})
        self.assertEqual(reply, {"status": "ok", "found": False, "data": {}, "metadata": {}})

    def test_is_complete(self):
        for code, expected in (
            ("const a: number = 1", {"status": "complete"}),
            ("await x", {"status": "complete"}),
            ("class A {\n  m() {", {"status": "incomplete", "indent": "    "}),
            ("`not closed", {"status": "incomplete", "indent": ""}),
            ("foo(", {"status": "incomplete", "indent": "  "}),
            ("const 1a", {"status": "invalid"}),
            ("let x = )", {"status": "invalid"}),
        ):
            with self.subTest(code):
                self.assertEqual(self.request("is_complete_request", {"code": code}), expected)

    def history(self, kind, **fields):
        content = {"hist_access_type": kind, "output": False, "raw": True, **fields}
        return self.request("history_request", content)["history"]

    def test_history(self):
        count = self.run_cell("'needle'.length").reply["execution_count"]
        self.results("const b = 'needle'", "'needle'.length")
        self.assertEqual([e[2] for e in self.history("tail", n=2)], ["const b = 'needle'", "'needle'.length"])
        self.assertEqual([e[2] for e in self.history("tail", n=1, output=True)], [["'needle'.length", "6"]])
        in_range = self.history("range", session=0, start=count, stop=count + 2)
        self.assertEqual([e[1:] for e in in_range], [[count, "'needle'.length"], [count + 1, "const b = 'needle'"]])
        self.assertEqual(len(self.history("search", pattern="*needle*")), 3)
        unique = self.history("search", pattern="*needle*", unique=True)
        self.assertEqual([e[2] for e in unique], ["const b = 'needle'", "'needle'.length"])
        self.assertEqual([e[2] for e in self.history("search", pattern="'need*", n=1)], ["'needle'.length"])


class Comms(KernelCase):
    def info(self, target=None):
        return self.request("comm_info_request", {"target_name": target} if target else {})["comms"]

    def test_a_cell_opens_one(self):
        run = self.run_cell(
            f"const {{ openComm, onComm }} = {API};"
            "const mine = openComm('sliders', { value: 1 }, { buffers: [new Uint8Array([1, 2])] });"
            "const heard = []; let closed = false; mine.onClose = () => { closed = true };"
            "mine.onMessage = ({ data, buffers }) => { heard.push([data, buffers.map((b) => [...b])]); console.log('heard', data.value) };"
            "mine.send({ value: 2 }, { buffers: [new Uint8Array([3])] });"
        )
        self.assertEqual(run.kinds, ["comm_open", "comm_msg"])
        opened, said = run.outputs
        id = opened["content"]["comm_id"]
        self.assertEqual((opened["content"]["target_name"], opened["content"]["data"]), ("sliders", {"value": 1}))
        self.assertEqual([bytes(b) for b in opened["buffers"]], [b"\x01\x02"])
        self.assertEqual((said["content"]["data"], [bytes(b) for b in said["buffers"]]), ({"value": 2}, [b"\x03"]))
        self.assertEqual(self.info(), {id: {"target_name": "sliders"}})
        self.assertEqual(self.info("other"), {})

        message = self.send("comm_msg", {"comm_id": id, "data": {"value": 7}}, buffers=[b"\x09"])
        self.hear(message, lambda m: m["content"].get("text") == "heard 7\n")
        self.idle(message)
        self.assertEqual(self.results("JSON.stringify(heard)"), "'[[{\"value\":7},[[9]]]]'")

        self.idle(self.send("comm_close", {"comm_id": id, "data": {}}))
        self.assertEqual((self.results("closed"), self.info()), ("true", {}))
        closing = self.run_cell("openComm('brief').close({ why: 'done' })")
        self.assertEqual(closing.kinds, ["comm_open", "comm_close"])
        self.assertEqual(closing.outputs[1]["content"]["data"], {"why": "done"})

    def test_the_client_opens_one(self):
        self.run_cell(
            f"{API}.onComm('echo', (comm, {{ data }}) => {{ comm.send({{ opened: data }});"
            "comm.onMessage = (said) => comm.send({ echo: said.data }) });"
        )
        opened = self.send("comm_open", {"comm_id": "c1", "target_name": "echo", "data": {"a": 1}})
        answer = self.hear(opened, lambda m: m["msg_type"] == "comm_msg")
        self.assertEqual(answer["content"], {"comm_id": "c1", "data": {"opened": {"a": 1}}})
        said = self.send("comm_msg", {"comm_id": "c1", "data": {"b": 2}})
        answer = self.hear(said, lambda m: m["msg_type"] == "comm_msg")
        self.assertEqual(answer["content"]["data"], {"echo": {"b": 2}})
        self.assertEqual(self.info("echo"), {"c1": {"target_name": "echo"}})
        nobody = self.send("comm_open", {"comm_id": "c2", "target_name": "nobody", "data": {}})
        self.assertEqual(self.hear(nobody, lambda m: m["msg_type"] == "comm_close")["content"]["comm_id"], "c2")

    def test_one_is_heard_while_a_cell_waits_for_it(self):
        opened = self.run_cell(f"const slider = {API}.openComm('waits')").outputs[0]["content"]["comm_id"]
        id = self.begin("await new Promise((r) => { slider.onMessage = r }); 'moved'")
        self.send("comm_msg", {"comm_id": opened, "data": {}})
        self.assertEqual(self.end(id).result, "'moved'")


class Input(KernelCase):
    def test_questions(self):
        for code, password in (
            ("prompt('Who? ')", False),
            ("await input('Who? ')", False),
            ("await input('Who? ', { password: true })", True),
        ):
            with self.subTest(code):
                id = self.kc.execute(f"console.log('first'); 'hello ' + {code}", allow_stdin=True)
                question = self.question()
                self.assertEqual(question["msg_type"], "input_request")
                self.assertEqual(question["content"], {"prompt": "Who? ", "password": password})
                self.assertEqual(question["parent_header"]["msg_id"], id)
                self.kc.input("Ada")
                run = self.end(id)
                self.assertEqual((run.stdout, run.result), ("first\n", "'hello Ada'"))

    def test_not_allowed(self):
        for code in ("prompt('Who? ')", "await input('Who? ')"):
            with self.subTest(code):
                run = self.run_cell(code, allow_stdin=False)
                self.assertEqual(run.status, "error")
                self.assertRegex(run.error[1], "input|stdin")

    def test_a_question_ends_with_its_cell(self):
        id = self.kc.execute("prompt('never answered')", allow_stdin=True)
        self.question()
        self.interrupt()
        self.assertEqual(self.end(id).status, "error")
        id = self.kc.execute("prompt('again')", allow_stdin=True)
        self.question()
        self.kc.input("right")
        self.assertEqual(self.end(id).result, "'right'")


class Wrong(KernelCase):
    """What is unknown, malformed or forged."""

    def alive(self):
        self.assertEqual(self.results("6 * 7"), "42")

    def test_unknown_request(self):
        for kind in ("teleport_request", "toString_request"):
            reply = self.request(kind)
            self.assertEqual((reply["status"], reply["ename"]), ("error", "UnknownRequest"))
        self.alive()

    def test_wrong_fields(self):
        for kind, content in (
            ("execute_request", {"code": 5}),
            ("execute_request", {}),
            ("execute_request", {"code": "1", "user_expressions": {"a": 5}}),
            ("complete_request", {"code": ["x"]}),
            ("complete_request", {}),
            ("inspect_request", {"code": None}),
            ("is_complete_request", {}),
            ("history_request", {"hist_access_type": "all"}),
            ("history_request", {}),
        ):
            with self.subTest(kind, content=content):
                reply = self.request(kind, content)
                self.assertEqual((reply["status"], reply["ename"]), ("error", "BadRequestError"))
                self.assertIn("Reading a request", reply["evalue"])
        self.alive()

    def test_frames_that_are_no_message(self):
        key = self.km.session.key
        signed = [b"{}", b"{}", b"{}", b"["]
        signature = hmac.new(key, b"".join(signed), hashlib.sha256).hexdigest().encode()
        for frames in (
            [b"nonsense"],
            [b""],
            [b"<IDS|MSG>"],
            [b"<IDS|MSG>", b"signature", b"{}"],
            [b"<IDS|MSG>", signature, *signed],
        ):
            for channel in ("shell", "control", "stdin"):
                getattr(self.kc, f"{channel}_channel").socket.send_multipart(frames)
        for channel in ("shell", "control"):
            self.assertEqual(self.request("kernel_info_request", channel=channel)["status"], "ok")
        self.alive()

    def test_wrong_signature(self):
        key = self.kc.session.key
        self.kc.session.key = b"another"
        forged = self.kc.execute("globalThis.forged = true")
        self.kc.session.key = key
        self.assertEqual(self.results("globalThis.forged ?? 'clean'"), "'clean'")
        self.assertEqual(self.of(forged), [])

    def test_answers_to_questions_that_nobody_asked(self):
        self.send("input_reply", {"status": "ok", "value": "unasked"}, "stdin")
        self.send("execute_request", {"code": "globalThis.onStdin = 1"}, "stdin")
        self.send("comm_msg", {"comm_id": "never opened", "data": {}})
        self.send("comm_open", {"comm_id": 5})
        self.assertEqual(self.results("typeof globalThis.onStdin"), "'undefined'")


class Endings(KernelCase):
    """shutdown, restart and interrupts by signal."""

    def test_restart(self):
        self.results("globalThis.before = 1")
        pid = int(self.results("process.pid"))
        self.km.restart_kernel()
        self.kc.wait_for_ready(timeout=TIMEOUT)
        self.assertEqual(self.results("typeof globalThis.before"), "'undefined'")
        self.assertEqual(self.run_cell("1").reply["execution_count"], 2)
        self.assertTrue(until(lambda: not is_alive(pid)))

    def test_shutdown_replies_on_control(self):
        for restart in (True, False):
            with self.subTest(restart=restart):
                km = KernelManager(kernel_name="tsnb")
                km.start_kernel(cwd=self.folder)
                kc = km.client()
                kc.start_channels()
                kc.wait_for_ready(timeout=TIMEOUT)
                message = kc.session.msg("shutdown_request", {"restart": restart})
                kc.control_channel.send(message)
                reply = kc.get_control_msg(timeout=TIMEOUT)
                self.assertEqual((reply["msg_type"], reply["content"]), ("shutdown_reply", {"status": "ok", "restart": restart}))
                heard = kc.get_iopub_msg(timeout=TIMEOUT)
                while heard["msg_type"] != "shutdown_reply":
                    heard = kc.get_iopub_msg(timeout=TIMEOUT)
                self.assertEqual(heard["content"]["restart"], restart)
                self.assertTrue(until(lambda: not km.is_alive()))
                self.assertEqual(km.provisioner.process.returncode, 0)
                kc.stop_channels()
                km.cleanup_resources()

    def test_interrupt_by_signal(self):
        self.results("globalThis.kept = 'kept'")
        for code in ("while (true) {}", "await new Promise(() => {})"):
            with self.subTest(code):
                id = self.begin(code)
                self.km.signal_kernel(signal.SIGINT)
                self.assertEqual((self.end(id).error[0], self.results("kept")), ("Interrupted", "'kept'"))


class Encrypted(KernelCase):
    options = {"transport_encryption": "required"}

    def test_kernelspec_declares_it(self):
        self.assertEqual(get_kernel_spec("tsnb").metadata["supported_encryption"], ["curve"])
        self.assertIn("curve_publickey", self.km.get_connection_info())

    def test_every_channel(self):
        self.assertEqual(self.results("6 * 7"), "42")
        id = self.kc.execute("prompt('?')", allow_stdin=True)
        self.question()
        self.interrupt()
        self.assertEqual(self.end(id).status, "error")
        self.assertEqual(self.heartbeat(b"encrypted"), b"encrypted")

    def test_a_client_without_the_key_hears_nothing(self):
        plain = zmq.Context.instance().socket(zmq.SUB)
        plain.subscribe(b"")
        plain.connect(f"tcp://127.0.0.1:{self.km.iopub_port}")
        self.results("'said'")
        self.assertEqual(plain.poll(500), 0)
        plain.close(0)


class Ipc(unittest.TestCase):
    def test_leaves_no_socket_behind(self):
        folder = tempfile.mkdtemp(prefix="tsnb-ipc-")
        km = KernelManager(kernel_name="tsnb", transport="ipc", ip=os.path.join(folder, "k"))
        km.start_kernel(env={**os.environ, "TMPDIR": folder})
        kc = km.client()
        kc.start_channels()
        kc.wait_for_ready(timeout=TIMEOUT)
        reply = kc.execute_interactive("1", timeout=TIMEOUT)
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertEqual(len([name for name in os.listdir(folder) if name.startswith("k-")]), 5)
        kc.stop_channels()
        km.shutdown_kernel()
        self.assertEqual(os.listdir(folder), [])
        shutil.rmtree(folder)


class Addresses(unittest.TestCase):
    def test_only_this_machine(self):
        for ip in ("0.0.0.0", "*"):
            with self.subTest(ip):
                km = KernelManager(kernel_name="tsnb", ip="127.0.0.1")
                km.pre_start_kernel()
                km.write_connection_file()
                with open(km.connection_file, encoding="utf-8") as file:
                    text = file.read()
                with open(km.connection_file, "w", encoding="utf-8") as file:
                    file.write(text.replace("127.0.0.1", ip))
                argv = km.format_kernel_cmd()
                ended = subprocess.run(argv, capture_output=True, text=True, timeout=TIMEOUT, check=False)
                self.assertEqual(ended.returncode, 1)
                self.assertIn("127.0.0.1", ended.stderr)
                km.cleanup_connection_file()


if __name__ == "__main__":
    unittest.main(verbosity=2)
