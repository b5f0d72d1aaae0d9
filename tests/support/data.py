"""A server's data directory, as an operator works with it."""

import json
import subprocess
import time

from support.commands import vip
from support.sandbox import BINARY


def run(server, *words, status=0, env=None):
    """A command on the server's data; its result. With the status None, success and refusal are alike."""
    done = vip(*words, "--data", server.data, "--json", env=env)
    assert done.returncode in ((0, 1) if status is None else (status,)), f"{words}: {done.returncode} {done.stdout} {done.stderr}"
    return json.loads(done.stdout)


def serve(server, *flags, data=None):
    """Serves the data again, on the same port. The sandbox would load its practice first: `vip serve` does not."""
    with server.log.open("ab") as log:
        server.process = subprocess.Popen([str(BINARY), "serve", "--listen", f"127.0.0.1:{server.port}",
                                           "--data", str(data or server.data), *map(str, flags)],
                                          stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=server.folder)
    end = time.monotonic() + 60
    while not server.ready():
        assert server.process.poll() is None and time.monotonic() < end, server.said()
        time.sleep(0.05)
