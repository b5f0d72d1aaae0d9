"""A sandbox server for one test run: free port, empty data folder, ready when the constructor returns.

The server's output is kept, because only it has a sanitizer's report or the cause of a failed start.
"""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("VIP_BINARY", ROOT / "build" / "release" / "vip"))
START_PATIENCE = 400  # seconds; a build with sanitizers is slow to fill the practice
STOP_PATIENCE = 40
SANITIZER_REPORT = re.compile(r"^.*(AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:).*$", re.M)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sandbox:
    def __init__(self, folder, scale="0.05", cpus=None, binary=BINARY, today=None, wrap=(), env=None, settings=(),
                 serves=False, pause=0.02):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.credentials_file = self.folder / "sandbox.env"
        self.port = free_port()
        self.scale = scale
        self.cpus = cpus
        self.binary = binary
        self.today = today  # the day that the server takes for today
        self.serves = serves  # as `vip serve`, on data and credentials that a sandbox has made
        self.wrap = list(wrap)  # a command that starts it, such as prlimit
        self.env = env  # added to the environment
        self.settings = list(settings)  # flags
        self.pause = pause  # seconds between two questions whether it is ready
        self.process = None
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        error = self.stop()
        assert error is None, error

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Starts the server (again, on the same port and data) and waits until it is ready."""
        command = [str(self.binary), "serve" if self.serves else "sandbox", "--listen", f"127.0.0.1:{self.port}", "--data", str(self.data)]
        if not self.serves:
            command += ["--credentials", str(self.credentials_file), "--scale", str(self.scale)]
        if self.today is not None:
            command += ["--today", self.today]
        command += self.settings
        if self.cpus is not None:
            command = ["taskset", "-c", str(self.cpus), *command]
        command = self.wrap + command
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
                                            env=os.environ | self.env if self.env else None)
        deadline = time.monotonic() + START_PATIENCE
        while not self.ready():
            if self.process.poll() is not None:
                raise RuntimeError(f"the sandbox ended with {self.process.returncode}:\n{self.said()}")
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"the sandbox was not ready in {START_PATIENCE} s:\n{self.said()}")
            time.sleep(self.pause)
        self.credentials = read_credentials(self.credentials_file)

    def ready(self):
        try:
            with urllib.request.urlopen(f"{self.base}/health/ready", timeout=2) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def check_totals(self):
        """The error in the totals of the tenants, or None: totals must always be the sums of their parts."""
        def vip(*arguments):
            return subprocess.run([str(self.binary), *arguments, "--data", str(self.data), "--json"],
                                  capture_output=True, text=True, timeout=STOP_PATIENCE)

        for tenant in json.loads(vip("tenant", "list").stdout)["results"]:
            done = vip("tenant", "check", tenant["tenant-uuid"])
            if done.returncode != 0:
                return done.stdout + done.stderr
        return None

    def stop(self):
        """Checks the data and stops the server; returns an error of either, or None."""
        wrong = self.check_totals()
        return self.end() or wrong

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return f"the server did not stop within {STOP_PATIENCE} s of SIGTERM"
        if report := SANITIZER_REPORT.search(self.said(10**6)):
            return f"a sanitizer reported: {report.group(0)}\n{self.said(6000)}"
        return None if code == 0 else f"the server ended with {code} after SIGTERM:\n{self.said()}"

    def kill(self):
        self.process.kill()
        self.process.wait()

    def said(self, characters=3000):
        return self.log.read_text(errors="replace")[-characters:]


def read_credentials(file):
    lines = (line.partition("=") for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return {key.removeprefix("export ").strip(): value.strip().strip("'\"") for key, _, value in lines}
