"""A server to compare with: its process on the servers' core, until it answers and until it ends."""

import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from measure import SERVER_CORE  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
START_PATIENCE = 60  # seconds; a peer may load its data first
STOP_PATIENCE = 10


class Server:
    def __init__(self, command, folder, port, probe, environment=None):
        self.base = f"http://127.0.0.1:{port}"
        self.output = folder / "output.log"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *map(str, command)], cwd=folder, env=environment,
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        deadline = time.monotonic() + START_PATIENCE
        while not self.answers(probe):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{command[0]} did not start:\n{self.output.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)

    def answers(self, probe):
        try:
            with urllib.request.urlopen(self.base + probe, timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
