"""Slow clients: memory, the log and the answers to others stay within bounds however slowly somebody reads or writes."""

import contextlib
import pathlib
import re
import socket
import threading
import time

import httpx
import pytest
from support.api import Api
from support.writers import check_all, start_writers, stop

READERS = 150
SMALL_BUFFER = 4096
MIB = 1 << 20
MOST_GROWTH = 192 * MIB  # of memory, for answers that wait for slow readers
MOST_LOG = 64 * MIB  # of the write-ahead log, whatever readers do
PROMPT = 20.0  # seconds for an answer to somebody else, on a machine that others use
CALENDAR = "/calendar-management/v1/api"
LARGE = f"{CALENDAR}/tasks?size=1000"
TEXT = "\U0001f43e" * 2000  # the longest that a text may be, and the largest in bytes
RECORDS = 400


def memory(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M).group(1)) * 1024


def log_size(server):
    return max((file.stat().st_size for file in pathlib.Path(server.data).glob("tenants/*.db-wal")), default=0)


def request(api, path):
    return (f"GET {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {api.token()}\r\nTenant-Id: {api.tenants['first']}\r\n"
            "Accept-Encoding: identity\r\n\r\n").encode()


def wait_until_steady(server, patience):
    """Waits until memory has not grown for a while."""
    until, most, since = time.monotonic() + patience, 0, time.monotonic()
    while time.monotonic() < until and time.monotonic() < since + 4:
        now = memory(server)
        if now > most + MIB:
            most, since = now, time.monotonic()
        time.sleep(0.2)


def slow_connection(server):
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", server.port))
    return connection


class Watch(threading.Thread):
    """Measures memory, log and the answers to somebody else, until it is stopped."""

    def __init__(self, server, api):
        super().__init__(daemon=True)
        self.server, self.api = server, api
        self.memory = self.log = 0
        self.slowest = 0.0
        self.ending = threading.Event()

    def run(self):
        while not self.ending.is_set():
            self.memory = max(self.memory, memory(self.server))
            self.log = max(self.log, log_size(self.server))
            begun = time.monotonic()
            with contextlib.suppress(Exception), socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as connection:
                connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                connection.recv(100)
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.ending.wait(0.1)


@contextlib.contextmanager
def watched(server, api):
    watch = Watch(server, api)
    watch.start()
    try:
        yield watch
    finally:
        watch.ending.set()
        watch.join(30)


def large_tasks(api):
    """Bodies of tasks that are as large as they may be."""
    location = api.get("/location-management/v1/api/locations?size=1").json()["results"][0]["location-uuid"]
    kind = api.get(f"{CALENDAR}/task-lists?size=1").json()["results"][0]["task-list-uuid"]
    return {"task-list-uuid": kind, "location-uuid": location, "description": TEXT, "note": TEXT}


def make_large_list(api):
    """Fills the list of which every reader asks a whole page. Returns the size of that page."""
    body = large_tasks(api)
    token = api.token()

    def make(count):
        with Api(api.sandbox) as own:
            own.tokens[("pii", None)] = token
            for _ in range(count):
                own.create(f"{CALENDAR}/tasks", body)

    threads = [threading.Thread(target=make, args=(RECORDS // 4,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answer = api.get(LARGE)
    assert answer.status_code == 200 and len(answer.json()["results"]) >= RECORDS, answer.text[:500]
    return len(answer.content)


def test_readers_that_do_not_read(start_sandbox, torture):
    server = start_sandbox()
    with Api(server) as api, contextlib.ExitStack() as held:
        size, before = make_large_list(api), memory(server)
        writers = start_writers(api, 3, "slow")
        with watched(server, api) as watch:
            for _ in range(torture.times(short=READERS, full=200)):
                connection = held.enter_context(slow_connection(server))
                # As many answers as a connection may ask for at once: an unread one keeps the next waiting.
                with contextlib.suppress(OSError):
                    connection.sendall(request(api, LARGE) * 4)
            wait_until_steady(server, torture.times(short=60, full=180))
            stop(writers)
        held.close()  # who holds half of the memory cannot read a large page
        time.sleep(2)
        writes = check_all(api, writers)
    growth = watch.memory - before
    torture.tell(f"slow readers: {torture.times(READERS, 200)} that do not read answers of {size // 1024} kB: memory {before // MIB} to "
                 f"{watch.memory // MIB} MiB, log at most {watch.log // MIB} MiB, health after at most {watch.slowest:.2f} s, {writes} writes")
    assert growth < MOST_GROWTH, f"memory grew by {growth // MIB} MiB"
    assert watch.log < MOST_LOG, f"the log grew to {watch.log // MIB} MiB"
    assert watch.slowest < PROMPT, f"health took {watch.slowest:.1f} s"


class Repeating(threading.Thread):
    """Calls one path again and again."""

    def __init__(self, api, path):
        super().__init__(daemon=True)
        self.api, self.path, self.ending, self.calls = api, path, threading.Event(), 0
        self.headers = {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"]}

    def run(self):
        with httpx.Client(base_url=self.api.sandbox.base, headers=self.headers, trust_env=False, timeout=60) as http:
            while not self.ending.is_set():
                with contextlib.suppress(httpx.HTTPError):
                    http.get(self.path)
                    self.calls += 1


def test_readers_without_a_pause(start_sandbox, torture):
    """Reads that overlap leave no moment at which the log could begin anew, unless somebody sees to it."""
    server = start_sandbox()
    with Api(server) as api:
        make_large_list(api)
        readers = [Repeating(api, LARGE) for _ in range(4)]
        with watched(server, api) as watch:
            for reader in readers:
                reader.start()
            body, until, writes = large_tasks(api), time.monotonic() + torture.times(short=3, full=90), 0
            while time.monotonic() < until:
                api.create(f"{CALENDAR}/tasks", body)
                writes += 1
            stop(readers)
        time.sleep(2)
        left = log_size(server)
    torture.tell(f"slow readers: 4 that read without a pause, {sum(reader.calls for reader in readers)} reads, {writes} writes of "
                 f"{8 * len(TEXT) // 1024} kB: log at most {watch.log // MIB} MiB, {left // MIB} MiB afterwards")
    assert watch.log < MOST_LOG, f"the log grew to {watch.log // MIB} MiB"


def test_writers_that_trickle(start_sandbox, torture):
    """Heads and bodies that arrive byte by byte end with 408 in time, and nobody else waits for them."""
    server = start_sandbox(settings=["--header-timeout", "3s", "--body-timeout", "3s"])
    body = b'{"name":"' + b"x" * 500 + b'"}'
    with Api(server) as api:
        head = (f"POST /location-management/v1/api/regions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {api.token()}\r\n"
                f"Tenant-Id: {api.tenants['first']}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        before, count = memory(server), torture.times(short=100, full=1000)
        with watched(server, api) as watch, contextlib.ExitStack() as held:
            connections = [held.enter_context(slow_connection(server)) for _ in range(count)]
            # Every second one sends its head at once and only the body slowly.
            trickles = [(b"", head + body) if number % 2 else (head, body) for number in range(count)]
            for connection, (at_once, _) in zip(connections, trickles):
                connection.sendall(at_once)
            for step in range(25):
                for connection, (_, slowly) in zip(connections, trickles):
                    with contextlib.suppress(OSError):
                        connection.sendall(slowly[step:step + 1])
                time.sleep(0.2)
            answers = [answer_of(connection) for connection in connections]
    timed_out = sum(answer.startswith(b"HTTP/1.1 408") for answer in answers)
    torture.tell(f"slow writers: {count} that trickle, {timed_out} answered 408, memory {before // MIB} to {watch.memory // MIB} MiB, "
                 f"health after at most {watch.slowest:.2f} s")
    assert timed_out == count, f"{timed_out} of {count}; others: {[answer for answer in answers if not answer.startswith(b'HTTP/1.1 408')][:3]}"
    assert watch.slowest < PROMPT
    assert watch.memory - before < MOST_GROWTH


def answer_of(connection):
    with contextlib.suppress(OSError):
        return connection.recv(200)
    return b""
