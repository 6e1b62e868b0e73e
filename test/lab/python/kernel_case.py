"""What the tests of the kernel through Jupyter's own client have in common."""

import os
import re
import shutil
import tempfile
import time
import unittest
from dataclasses import dataclass, field

import psutil
from jupyter_client.manager import KernelManager
from jupyter_kernel_test.msgspec_v5 import get_error_reply_validator, validate_message

TIMEOUT = 60

# What the public schemas do not know, or know wrongly: the fields that the specification requires.
FIELDS = {
    "comm_open": {"comm_id": str, "target_name": str, "data": dict},
    "comm_msg": {"comm_id": str, "data": dict},
    "comm_close": {"comm_id": str, "data": dict},
    "input_request": {"prompt": str, "password": bool},
    "iopub_welcome": {"subscription": str},
}


def check(message):
    """Fails for a message that lacks what the specification requires."""
    kind, content = message["msg_type"], message["content"]
    if kind in FIELDS:
        wrong = [name for name, type_ in FIELDS[kind].items() if not isinstance(content.get(name), type_)]
        assert not wrong, f"{kind} without proper {wrong}: {content}"
    elif content.get("status") == "error":
        get_error_reply_validator(message_minor(message)).validate(content)
    elif content.get("status") == "aborted":
        assert kind == "execute_reply", kind
    else:
        validate_message(message)
    if not kind.startswith(("iopub_welcome", "comm_")) and content.get("execution_state") != "starting":
        assert message["parent_header"].get("msg_id"), f"{kind} does not say what it belongs to"


def message_minor(message):
    return int(message["header"]["version"].split(".")[1])


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@dataclass
class Run:
    """A cell that has ended: its reply, and what it published between busy and idle."""

    id: str
    reply: dict
    messages: list = field(repr=False)

    @property
    def outputs(self):
        return [m for m in self.messages if m["msg_type"] not in ("status", "execute_input")]

    @property
    def kinds(self):
        return [m["msg_type"] for m in self.outputs]

    @property
    def status(self):
        return self.reply["status"]

    @property
    def stdout(self):
        return self.stream("stdout")

    @property
    def stderr(self):
        return self.stream("stderr")

    def stream(self, name):
        return "".join(m["content"]["text"] for m in self.outputs if m["content"].get("name") == name)

    @property
    def data(self):
        """The MIME bundles, in order."""
        return [m["content"]["data"] for m in self.outputs if "data" in m["content"]]

    @property
    def result(self):
        """The text of the result."""
        results = [m["content"]["data"] for m in self.outputs if m["msg_type"] == "execute_result"]
        return results[0]["text/plain"] if results else None

    @property
    def error(self):
        """Name and message of the error that the reply tells."""
        return (self.reply.get("ename"), self.reply.get("evalue"))

    @property
    def traceback(self):
        return plain("\n".join(self.reply.get("traceback", [])))


class KernelCase(unittest.TestCase):
    """One kernel for all tests of a class, in a folder of its own."""

    # What the kernel finds in its environment, and which files in its folder.
    environment = {"TSNB_CHECK": "off"}
    files = {}
    # The notebook's folder in it.
    notebooks = "."
    options = {}
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.realpath(tempfile.mkdtemp(prefix="tsnb-lab-"))
        for name in cls.files:
            cls.write(name, cls.files[name])
        cls.km = KernelManager(kernel_name="tsnb")
        cwd = os.path.join(cls.folder, cls.notebooks)
        os.makedirs(cwd, exist_ok=True)
        cls.km.start_kernel(cwd=cwd, env={**os.environ, **cls.environment}, **cls.options)
        cls.connect()

    @classmethod
    def connect(cls):
        cls.published = []
        cls.replies = {}
        cls.kc = cls.km.client()
        cls.kc.start_channels()
        cls.kc.wait_for_ready(timeout=TIMEOUT)

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        if cls.km.has_kernel:
            cls.km.shutdown_kernel()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def write(cls, name, text):
        path = os.path.join(cls.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    # Running cells

    def run_cell(self, code, **flags):
        return self.end(self.kc.execute(code, **flags))

    def end(self, id):
        """The cell with this request's id, once it is idle and has its reply."""
        self.idle(id)
        return Run(id, self.reply(id)["content"], self.of(id))

    def results(self, *cells):
        """The result of the last of some cells, none of which may fail."""
        run = None
        for cell in cells:
            run = self.run_cell(cell)
            self.assertEqual((run.status, run.traceback), ("ok", ""), cell)
        return run.result

    def begin(self, code, said="on", **flags):
        """Starts a cell and returns once it has said something."""
        id = self.kc.execute(f"console.log({said!r}); {code}", **flags)
        self.hear(id, lambda m: said in m["content"].get("text", ""))
        return id

    # Messages

    def request(self, kind, content=None, channel="shell", **extras):
        """Sends any request and returns the content of its reply."""
        id = self.send(kind, content, channel, **extras)
        return self.reply(id, channel)["content"]

    def send(self, kind, content=None, channel="shell", **extras):
        message = self.kc.session.msg(kind, content or {})
        buffers = extras.pop("buffers", None)
        socket = getattr(self.kc, f"{channel}_channel").socket
        self.kc.session.send(socket, {**message, **extras}, buffers=buffers)
        return message["header"]["msg_id"]

    def reply(self, id, channel="shell"):
        get = getattr(self.kc, f"get_{channel}_msg")
        while id not in self.replies:
            message = get(timeout=TIMEOUT)
            check(message)
            self.replies[message["parent_header"]["msg_id"]] = message
        return self.replies.pop(id)

    def heartbeat(self, said):
        """What comes back of some bytes. The client's own heartbeat counts as beating before it ever did."""
        socket = self.kc.connect_hb()
        try:
            socket.send(said)
            return socket.recv() if socket.poll(TIMEOUT * 1000) else None
        finally:
            socket.close(0)

    def question(self):
        message = self.kc.get_stdin_msg(timeout=TIMEOUT)
        check(message)
        return message

    def of(self, id):
        return [m for m in self.published if m["parent_header"].get("msg_id") == id]

    def hear(self, id, fits):
        """The first IOPub message of a request that fits, whether it has arrived or is still to come."""
        for message in self.of(id):
            if fits(message):
                return message
        while True:
            message = self.kc.get_iopub_msg(timeout=TIMEOUT)
            check(message)
            self.published.append(message)
            if message["parent_header"].get("msg_id") == id and fits(message):
                return message

    def idle(self, id):
        return self.hear(id, lambda m: m["content"].get("execution_state") == "idle")

    # Stopping

    def interrupt(self):
        """By message, as the kernelspec asks for."""
        self.assertEqual(self.request("interrupt_request", channel="control")["status"], "ok")


def until(condition, seconds=10):
    """Waits for what no message tells."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def is_alive(pid):
    """Whether a process runs; one that has ended, and waits for its parent to take note, does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
