"""No file descriptors are left: connections wait or end, those that are open are served, and all is well once some are closed."""

import contextlib
import os
import pathlib
import socket
import time

from support.api import Api
from support.writers import check_all, start_writers, stop

ALLOWED = 160
CONNECTIONS = 400
RECOVERY = 5  # seconds
WRITERS = 3


def open_files(server):
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


def healthy(server):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1) as connection:
        connection.settimeout(1)
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return connection.recv(100).startswith(b"HTTP/1.1 200")
    return False


def test_connections_beyond_the_descriptors(start_sandbox, torture):
    server = start_sandbox(wrap=["prlimit", f"--nofile={ALLOWED}:{ALLOWED}"])
    seconds, before = torture.times(short=3, full=30), open_files(server)
    with Api(server) as api, contextlib.ExitStack() as held:
        writers = start_writers(api, WRITERS, "descriptors", persistent=True)
        time.sleep(0.5)
        opened = 0
        for _ in range(CONNECTIONS):
            with contextlib.suppress(OSError):
                held.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=2))
                opened += 1
        until, most, processor = time.monotonic() + seconds, 0, processor_seconds(server)
        while time.monotonic() < until:
            most = max(most, open_files(server))
            assert api.http.get("/health/live").status_code == 200, "a connection that was open before is served"
            time.sleep(0.1)
        used = processor_seconds(server) - processor
        held.close()
        begun = time.monotonic()
        while not healthy(server):
            assert time.monotonic() < begun + RECOVERY, f"no new connection is served {RECOVERY} s later: {server.said()}"
        recovery = time.monotonic() - begun
        stop(writers)
        writes = check_all(api, writers)
    assert server.process.poll() is None
    assert most >= ALLOWED - 20, f"only {most} of {ALLOWED} descriptors were used: no attack"
    torture.tell(f"descriptors: {opened} connections, {before} to {most} of {ALLOWED} descriptors for {seconds} s, {used:.1f} s of "
                 f"processor, {writes} acknowledged writes, none lost, new connections served after {recovery:.2f} s")


def processor_seconds(server):
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
