"""What cells cannot do to the kernel, by Jupyter's own client."""

import os
import signal
import subprocess
import sys
import tempfile
import unittest

import psutil
from jupyter_client.manager import KernelManager
from kernel_case import TIMEOUT, KernelCase, is_alive, plain, until

# Thirty statements, each of which makes the compiler compare ten thousand types with as many.
SLOW_TYPES = """type Digit = "0"|"1"|"2"|"3"|"4"|"5"|"6"|"7"|"8"|"9"; type All = `${Digit}${Digit}${Digit}${Digit}`;
type Boxes<T, Name extends string> = T extends string ? { [N in Name]: [T] } : never;
type Wider<T, Name extends string> = T extends string ? { [N in Name]: [T | "x"] } : never;
""" + "".join(
    f"const from{n} = null as unknown as Boxes<All, 'a{n}'>; const to{n}: Wider<All, 'a{n}'> = from{n};\n" for n in range(30)
) + 'console.log("ran")'


class Interrupts(KernelCase):
    files = {"helper.ts": "export function spin(): never {\n  for (;;) {}\n}\n"}

    CASES = (
        ("an endless loop", "while (true) {}"),
        ("a pending await", "await new Promise(() => {})"),
        ("a loop of awaits", "while (true) await null"),
        ("a loop that catches", "while (true) { try { while (true) {} } catch {} }"),
        (
            "a timer storm",
            "globalThis.storm = setInterval(() => { const end = Date.now() + 200; while (Date.now() < end) {} }, 0);"
            "await new Promise(() => {})",
        ),
        ("a regular expression that backtracks", "/^(a+)+$/.test('a'.repeat(45) + 'b')"),
        ("execSync", "require('node:child_process').execSync('sleep 60')"),
        ("spawnSync", "require('node:child_process').spawnSync('sleep', ['60']); 5"),
        ("a loop in a helper file", "const { spin } = await import('./helper.ts'); spin()"),
        ("a loop that prints", "while (true) console.log('x'.repeat(200))"),
        ("a worker's wait", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)"),
        ("a shell command", "\n!sleep 60"),
    )

    def kept(self):
        self.assertEqual(self.results("clearInterval(globalThis.storm); kept"), "'kept'")

    def test_the_state_is_kept(self):
        self.results("globalThis.kept = 'kept'")
        for what, code in self.CASES:
            with self.subTest(what):
                id = self.begin(code)
                self.interrupt()
                run = self.end(id)
                self.assertEqual((run.status, run.kinds.count("error")), ("error", 1))
                self.assertNotIn("dist/kernel", run.traceback)
                self.kept()

    def test_twice_in_a_row(self):
        self.results("globalThis.kept = 'kept'")
        for _ in range(3):
            id = self.begin("while (true) {}")
            self.interrupt()
            self.interrupt()
            self.assertEqual(self.end(id).status, "error")
            self.kept()

    def test_idle_kernel(self):
        self.interrupt()
        self.interrupt()
        self.assertEqual(self.results("await new Promise((r) => setTimeout(r, 200)); 'undisturbed'"), "'undisturbed'")

    def test_cells_that_wait_are_aborted(self):
        for code in ("await new Promise(() => {})", "require('node:child_process').spawnSync('sleep', ['60']); 5"):
            with self.subTest(code):
                id = self.begin(code)
                behind = self.kc.execute("1")
                self.interrupt()
                stopped = self.end(id)
                self.assertEqual((stopped.error[0], stopped.result), ("Interrupted", None))
                self.assertEqual(self.end(behind).status, "aborted")


class WhileChecking(KernelCase):
    environment = {"TSNB_CHECK": "block"}

    def test_interrupt(self):
        id = self.kc.execute(SLOW_TYPES)
        self.hear(id, lambda m: m["msg_type"] == "execute_input")
        self.interrupt()
        run = self.end(id)
        self.assertEqual((run.error[0], run.stdout), ("Interrupted", ""))
        self.assertEqual(self.results("1 + 1"), "2")


class Survives(KernelCase):
    """The cell gets an error; the kernel and its state stay."""

    CASES = (
        ("process.exit", "process.exit(3)", "ProcessExit"),
        ("process.exit after an await", "await null; process.exit()", "ProcessExit"),
        ("process.reallyExit", "(process as any).reallyExit(1)", "ProcessExit"),
        ("process.abort", "process.abort()", "ProcessExit"),
        ("a signal to itself", "process.kill(process.pid, 'SIGTERM')", "ProcessExit"),
        ("stack overflow", "function down(): number { return 1 + down() } down()", "RangeError"),
        ("a stack overflow in a getter", "({ get a(): any { return this.a } }).a", "RangeError"),
        ("a display that throws", "({ [Symbol.for('Jupyter.display')]() { throw new TypeError('no') } })", None),
        ("a display that gives no JSON", "({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': { n: 10n } }) })", None),
        ("an exception in a getter while showing", "({ get broken() { throw new Error('x') }, fine: 1 })", None),
        ("an exception in an inspector while showing", "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('x') } })", None),
        ("a proxy that throws", "new Proxy({}, { get() { throw 1 }, has() { throw 1 }, ownKeys() { throw 1 }, getPrototypeOf() { throw 1 } })", None),
        ("a thrown proxy", "throw new Proxy({}, { get() { throw 1 }, ownKeys() { throw 1 } })", True),
        ("an error whose stack throws", "const e = new Error('x'); Object.defineProperty(e, 'stack', { get() { throw 1 } }); throw e", True),
        ("10,000 unresolved promises", "Array.from({ length: 10_000 }, () => new Promise(() => {})).length", None),
    )

    def test_cases(self):
        pid = self.results("globalThis.kept = 'kept'; process.pid")
        for what, code, ename in self.CASES:
            with self.subTest(what):
                run = self.run_cell(code)
                if isinstance(ename, str):
                    self.assertEqual(run.error[0], ename)
                elif ename is not None:
                    self.assertEqual(run.status, "error")
                self.assertEqual("error" in run.kinds, ename is not None)
                self.assertEqual(self.results("[kept, process.pid]"), f"[ 'kept', {pid} ]")

    def test_10000_rejections(self):
        self.results("globalThis.kept = 'kept'")
        run = self.run_cell("for (let i = 0; i < 10_000; i++) void Promise.reject(new Error('r' + i)); 1")
        self.hear(run.id, lambda m: m["content"].get("evalue") == "r9999")
        self.assertEqual(self.results("kept"), "'kept'")


class Spoiled(KernelCase):
    """Each in a kernel of its own, which still runs, fails, stops and ends as it should."""

    CASES = (
        ("a frozen globalThis", "Object.freeze(globalThis)"),
        ("frozen built-ins", "for (const o of [Object, Array, Promise, Map, Set, Error, Function, JSON]) { Object.freeze(o); Object.freeze((o as any).prototype) }"),
        ("a polluted Object.prototype", "Object.defineProperty(Object.prototype, 'type', { get() { return 'p' }, set() { throw 1 }, configurable: true }); (Object.prototype as any).cell = 7"),
        ("a polluted Array.prototype", "(Array.prototype as any).extra = 'x'; Array.prototype.map = () => { throw 1 }; Array.prototype[Symbol.iterator] = function* () {}"),
        ("patched globals", "JSON.stringify = () => { throw 1 }; globalThis.Promise = null as any; globalThis.setTimeout = (() => {}) as any"),
        ("a patched process", "process.stdout.write = () => { throw 1 }; process.nextTick = () => {}; (globalThis as any).process = null"),
    )

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def test_cases(self):
        for what, code in self.CASES:
            with self.subTest(what):
                super().setUpClass()
                try:
                    self.run_cell(code)
                    self.assertEqual(self.results("1 + 1"), "2")
                    self.assertEqual(self.run_cell("throw 5").status, "error")
                    id = self.kc.execute("while (true) {}")
                    self.hear(id, lambda m: m["msg_type"] == "execute_input")
                    self.interrupt()
                    self.assertEqual(self.end(id).status, "error")
                finally:
                    super().tearDownClass()


class Dies(KernelCase):
    """The process of the cells ends: that is said, and the next cell runs in a fresh one."""

    environment = {"TSNB_CHECK": "off", "NODE_OPTIONS": "--max-old-space-size=128"}

    KILL = "require('node:child_process').execSync('kill -{} ' + process.pid); await new Promise(() => {{}})"
    CASES = (
        ("SIGSEGV", KILL.format("SEGV"), "SIGSEGV"),
        ("SIGABRT", KILL.format("ABRT"), "SIGABRT"),
        ("SIGKILL", KILL.format("KILL"), "SIGKILL"),
        ("out of memory", "const all: object[] = []; while (true) all.push({ n: [all.length] })", "memory"),
    )

    def test_cases(self):
        for what, code, said in self.CASES:
            with self.subTest(what):
                before = self.run_cell("globalThis.state = 'there'; 1").reply["execution_count"]
                run = self.run_cell(f"console.log('printed before'); {code}")
                self.assertEqual((run.error[0], run.kinds[0], run.kinds[-1]), ("ProcessDied", "stream", "error"))
                self.assertIn(said, run.error[1])
                self.assertIn("variables are lost", run.error[1])
                after = self.run_cell("globalThis.state ?? 'gone'")
                self.assertEqual((after.result, after.reply["execution_count"]), ("'gone'", before + 2))

    def test_cells_behind_are_aborted(self):
        ids = [self.kc.execute(code) for code in (self.KILL.format("KILL"), "1")]
        self.assertEqual([self.end(id).status for id in ids], ["error", "aborted"])


class Busy(KernelCase):
    environment = {"TSNB_CHECK": "on"}

    def test_a_busy_cell_holds_up_nothing(self):
        self.results("const person = { name: 'Ada' }")
        self.request("complete_request", {"code": "person.na", "cursor_pos": 9})
        # It never ends by itself: whatever is answered was not held up.
        id = self.begin("while (true) {}")
        self.assertEqual(self.request("complete_request", {"code": "person.na", "cursor_pos": 9})["matches"], ["name"])
        inspection = self.request("inspect_request", {"code": "person", "cursor_pos": 2, "detail_level": 0})
        self.assertIn("name: string", inspection["data"]["text/plain"])
        self.assertEqual(self.request("is_complete_request", {"code": "1"}), {"status": "complete"})
        self.assertEqual(self.request("kernel_info_request")["status"], "ok")
        self.assertEqual(self.request("kernel_info_request", channel="control")["status"], "ok")
        self.assertEqual(self.request("comm_info_request")["comms"], {})
        history = {"hist_access_type": "tail", "n": 1, "output": False, "raw": True}
        self.assertEqual(len(self.request("history_request", history)["history"]), 1)
        self.assertEqual(self.heartbeat(b"while busy"), b"while busy")
        self.interrupt()
        self.assertEqual(self.end(id).status, "error")


SERVER = """
import os, sys
from jupyter_client.manager import KernelManager
km = KernelManager(kernel_name="tsnb", transport="ipc", ip=sys.argv[1])
km.start_kernel()
kc = km.client()
kc.start_channels()
kc.wait_for_ready(timeout=60)
kc.execute("console.log(process.pid + ' ' + process.ppid); " + sys.argv[2])
while True:
    message = kc.get_iopub_msg(timeout=60)
    if message["msg_type"] == "stream":
        print(message["content"]["text"].split("\\n")[0], flush=True)
        break
sys.stdin.read()
"""


class Lifetime(unittest.TestCase):
    """The kernel ends when its server does and leaves nothing behind."""

    CASES = (
        ("an idle kernel", "1"),
        ("a busy loop", "while (true) {}"),
        ("a loop that prints", "while (true) console.log('x')"),
        ("a child process", "require('node:child_process').spawn('sleep', ['300'], { stdio: 'ignore' })"),
    )

    def test_the_end_of_the_server(self):
        for what, code in self.CASES:
            with self.subTest(what), tempfile.TemporaryDirectory(prefix="tsnb-life-") as folder:
                env = {**os.environ, "TSNB_CHECK": "on", "TMPDIR": folder}
                command = [sys.executable, "-c", SERVER, os.path.join(folder, "k"), code]
                server = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                group = [int(pid) for pid in server.stdout.readline().split()]
                self.assertEqual((len(group), all(map(is_alive, group))), (2, True))
                started = descendants(group[1])
                server.send_signal(signal.SIGKILL)
                server.wait()
                server.stdout.close()
                server.stdin.close()
                self.assertTrue(until(lambda: not any(map(is_alive, started))), started)
                # The connection file is the server's.
                left = [name for name in os.listdir(folder) if not name.endswith(".json")]
                self.assertEqual(left, [])

    def test_the_end_by_a_client(self):
        for what, code in self.CASES[:3]:
            with self.subTest(what), tempfile.TemporaryDirectory(prefix="tsnb-life-") as folder:
                km = KernelManager(kernel_name="tsnb", transport="ipc", ip=os.path.join(folder, "k"))
                km.start_kernel(env={**os.environ, "TSNB_CHECK": "on", "TMPDIR": folder})
                kc = km.client()
                kc.start_channels()
                kc.wait_for_ready(timeout=TIMEOUT)
                kc.execute(f"console.log('on'); {code}")
                while "on" not in plain(kc.get_iopub_msg(timeout=TIMEOUT)["content"].get("text", "")):
                    pass
                started = descendants(km.provisioner.pid)
                kc.stop_channels()
                km.shutdown_kernel()
                self.assertEqual(km.provisioner.process, None)
                self.assertTrue(until(lambda: not any(map(is_alive, started))), started)
                self.assertEqual(os.listdir(folder), [])


def descendants(pid):
    """A process and all that it started."""
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


if __name__ == "__main__":
    unittest.main(verbosity=2)
