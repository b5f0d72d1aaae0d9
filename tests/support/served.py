"""`vip serve` on its own data folder, for tests of one process: its signals, its log, its limits."""

import functools
import json
import re
import resource
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

from support.commands import environment
from support.sandbox import BINARY, free_port

PATIENCE = 60
SERIES = re.compile(r'^([a-z_]+)(?:\{((?:[a-z]+="[^"\\]*",?)*)\})? (-?[0-9.e+]+|NaN)$')


class Served:
    """Starts `vip serve` and waits until it is ready.

    `stderr`: where its log goes, a file descriptor or None for a file. `open_files`: their soft and hard limit.
    """

    def __init__(self, data, *flags, stderr=None, user=None, open_files=None, binary=BINARY, **env):
        self.data = data
        self.port, self.admin = free_port(), free_port()
        self.output = data.parent / f"{data.name}-{self.port}.log"
        limit = functools.partial(resource.setrlimit, resource.RLIMIT_NOFILE, open_files) if open_files else None
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(binary), "serve", "--data", str(data), "--listen", f"127.0.0.1:{self.port}", "--admin-listen", f"127.0.0.1:{self.admin}", *flags],
                stdout=output, stderr=output if stderr is None else stderr, stdin=subprocess.DEVNULL, env=environment(**env), user=user,
                preexec_fn=limit)
        deadline = time.monotonic() + PATIENCE
        while self.status("/health/ready") != 200:
            assert self.process.poll() is None and time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        assert self.process.wait(PATIENCE) == 0, self.said()

    def end(self, within=PATIENCE):
        """Seconds that a stop took."""
        began = time.monotonic()
        self.process.terminate()
        assert self.process.wait(within) == 0, self.said()
        return time.monotonic() - began

    def said(self):
        return self.output.read_text(errors="replace")

    def events(self, name, text=None):
        lines = (self.said() if text is None else text).splitlines()
        return [event for event in (json.loads(line) for line in lines if line.startswith("{")) if event["event"] == name]

    def answer(self, path, body=None, headers=None, port=None):
        """Status and text, of the API unless another port is given; None and no text if there is no answer."""
        request = urllib.request.Request(f"http://127.0.0.1:{port or self.port}{path}", data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()
        except OSError:
            return None, ""

    def status(self, *request, **how):
        return self.answer(*request, **how)[0]

    def read(self, *request, **how):
        status, text = self.answer(*request, **how)
        assert status == 200, f"{request}: {status} {text}"
        return text

    def metric(self, name):
        """The sum of a metric's series; 0 if it has none."""
        return sum(value for (series, _), value in self.metrics().items() if series == name)

    def metrics(self):
        """The series by name and labels; every line must be of the text format, and every name must have its type once, before its series."""
        values, types = {}, {}
        for line in self.read("/metrics", port=self.admin).splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                assert name not in types and kind in ("counter", "gauge", "histogram"), line
                types[name] = kind
            elif not line.startswith("# HELP "):
                match = SERIES.match(line)
                assert match, line
                name, labels, value = match.groups()
                assert (re.sub("_(bucket|sum|count)$", "", name) in types) or name in types, line
                assert (name, labels) not in values, line
                values[name, labels] = float(value)
        return values

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline and self.process.poll() is None, self.said()
            time.sleep(0.05)

    def limit_file_size(self, size):
        """As a full disk: no file of the process can become longer."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def flood(self, request, count):
        return flood(self.port, request, count)


def flood(port, request, count, batch=200):
    """Sends a request many times over one connection; returns the statuses' counts."""
    statuses = {}
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for _ in range(count // batch):
            connection.sendall(request * batch)
            received = b""
            while received.count(b"HTTP/1.1 ") < batch or not received.endswith((b"}", b"\r\n\r\n")):
                piece = connection.recv(1 << 20)
                assert piece, "the server closed the connection"
                received += piece
            for part in received.split(b"HTTP/1.1 ")[1:]:
                statuses[int(part[:3])] = statuses.get(int(part[:3]), 0) + 1
    return statuses


def post(path, body, *headers):
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def get(path, *headers):
    return ("\r\n".join([f"GET {path} HTTP/1.1", "Host: x", *headers]) + "\r\n\r\n").encode()


def rows(data, sql):
    """Rows of platform.db, while nothing uses it."""
    with sqlite3.connect(data / "platform.db") as database:
        return database.execute(sql).fetchall()
