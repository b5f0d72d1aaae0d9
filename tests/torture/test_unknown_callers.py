"""Callers who are not known, and signals: neither the disk nor the memory grows, nothing is lost, others are answered."""

import concurrent.futures
import pathlib
import re
import signal
import threading
import time

from support.api import Api
from support.served import flood, get, post, rows
from support.writers import check_all, start_writers, stop

MIB = 1 << 20
CALLERS = 4
PATHS = [post("/oauth/token", b"{}"), post("/oauth/token", b'{"client_id":"nobody","client_secret":"x"}'),
         post("/oauth/revoke", b"token=x"), get("/contact-management/v1/api/contacts"),
         get("/contact-management/v1/api/contacts", "Authorization: Bearer x.y.z", "X-Forwarded-For: 192.0.2.1")]


def memory(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M).group(1)) * 1024


def on_disk(server):
    return sum(file.stat().st_size for file in server.data.rglob("*") if file.is_file())


def test_refused_callers_leave_counts_only(start_sandbox, torture):
    server = start_sandbox()
    count = torture.times(short=4_000, full=60_000)
    flood(server.port, PATHS[0], 2000)
    disk, used = on_disk(server), memory(server)
    with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
        runs = [pool.submit(flood, server.port, request, count) for request in PATHS]
        began, slowest = time.monotonic(), 0.0
        while not all(run.done() for run in runs):
            asked = time.monotonic()
            assert server.ready(), "others are not answered"
            slowest = max(slowest, time.monotonic() - asked)
            time.sleep(0.05)
        took = time.monotonic() - began
    statuses = [run.result() for run in runs]
    assert all(set(found) <= {400, 401, 415, 429} for found in statuses), statuses
    grown = on_disk(server) - disk
    assert grown < 5 * MIB, f"the disk grew by {grown} bytes"
    assert memory(server) - used < 64 * MIB
    error = server.end()
    assert error is None, error
    assert on_disk(server) - disk < MIB
    ((counted,),) = rows(server.data, "SELECT sum(count) FROM refusals")
    assert counted >= count * len(PATHS) + 2000 - 1
    ((number,),) = rows(server.data, "SELECT count(*) FROM refusals")
    assert number < 40
    torture.tell(f"unknown callers: {counted:.0f} refusals in {took:.0f} s, {number} rows, the disk grew by {grown // 1024} kB, "
                 f"health at most {slowest * 1000:.0f} ms")


def test_hangups_during_writes(start_sandbox, torture):
    server = start_sandbox()
    ending = threading.Event()

    def hang_up():
        while not ending.wait(torture.random.uniform(0.001, 0.02)):
            server.process.send_signal(signal.SIGHUP)

    with Api(server) as api:
        writers = start_writers(api, 4, "hangup")
        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        time.sleep(torture.times(short=2, full=30))
        ending.set()
        thread.join()
        stop(writers)
        writes = check_all(api, writers)
    reloads = server.said(10**8).count('"event":"reloaded"')
    assert writes > 0 and reloads > 20
    error = server.stop()
    assert error is None, error
    torture.tell(f"signals: {reloads} reloads, {writes} acknowledged writes, none lost, a clean stop")
