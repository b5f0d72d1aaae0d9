"""Overload: with ten times the connections the server does as much as before, answers health, and is normal soon afterwards.

The long form needs a machine of its own: it compares answers a second. The short form compares answers for each second of the server's
processor time, which what else runs on the machine changes little.
"""

import os
import pathlib
import re
import subprocess
import threading
import time

import httpx
import pytest
from support.api import Api

MIB = 1 << 20
GOODPUT = 0.9  # of the peak
RECOVERY = 5.0  # seconds
GOODPUT_OF_PROCESSOR = 0.6  # of the peak, in answers for each second of processor time
HEALTH = 2.0  # seconds, for its slowest answer
PATIENCE = 20.0  # the same on a machine that others use
MOST_GROWTH = 256 * MIB
REGIONS = "/location-management/v1/api/regions"
LOADS = {
    "reads": "/contact-management/v1/api/contacts?size=20",
    "searches": "/contact-management/v1/api/contacts?q=a&size=20",
    "writes": REGIONS,
}
CONNECTIONS = {"reads": 32, "searches": 16, "writes": 32}


def script(folder, api, kind):
    """A wrk script: one request of a kind; writes have a name of their own each."""
    file = folder / f"{kind}.lua"
    text = f'wrk.headers["Authorization"] = "Bearer {api.token()}"\nwrk.headers["Tenant-Id"] = "{api.tenants["first"]}"\n'
    if kind == "writes":
        text += ('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nlocal number = 0\nlocal start = os.time()\n'
                 'local own = tostring({}):sub(8)\n'
                 'function request()\n  number = number + 1\n'
                 '  return wrk.format(nil, nil, nil, string.format([[{"name":"load %s %d %d"}]], own, start, number))\nend\n')
    file.write_text(text)
    return file


class Goodput:
    """Successful answers under this many connections: a second, for each second of the server's processor time, and the others' number."""

    def __init__(self, server, file, kind, connections, seconds):
        before = processor_seconds(server)
        done = subprocess.run(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", file,
                               f"http://127.0.0.1:{server.port}{LOADS[kind]}"], capture_output=True, text=True, check=True,
                              timeout=seconds + 120)
        total, elapsed, unit = re.search(r"(\d+) requests in ([\d.]+)(s|m)", done.stdout).groups()
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
        self.refused = int(refused.group(1)) if refused else 0
        good = int(total) - self.refused
        self.rate = good / (float(elapsed) * (60 if unit == "m" else 1))
        self.of_processor = good / max(processor_seconds(server) - before, 0.01)


class Health(threading.Thread):
    def __init__(self, api):
        super().__init__(daemon=True)
        self.base, self.slowest, self.failed, self.ending = api.sandbox.base, 0.0, 0, threading.Event()

    def run(self):
        while not self.ending.is_set():
            begun = time.monotonic()
            try:
                good = httpx.get(f"{self.base}/health/live", timeout=20, trust_env=False).status_code == 200
            except httpx.HTTPError:
                good = False
            self.failed += not good
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.ending.wait(0.2)


def processor_seconds(server):
    fields = pathlib.Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(server):
    return int(re.search(r"^VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{server.process.pid}/status").read_text(), re.M).group(1)) * 1024


def usual(api, kind):
    """Seconds of one call."""
    begun = time.monotonic()
    if kind == "writes":
        api.create(REGIONS, {"name": f"usual {time.monotonic_ns()}"})
    else:
        assert api.get(LOADS[kind]).status_code == 200
    return time.monotonic() - begun


@pytest.mark.parametrize("kind", LOADS)
def test_ten_times_the_connections(start_sandbox, kind, torture, tmp_path):
    if kind == "searches" and not torture.full:
        pytest.skip("the short form reads and writes")
    server = start_sandbox()
    seconds, few = torture.times(short=2, full=60), CONNECTIONS[kind]
    with Api(server) as api:
        file = script(tmp_path, api, kind)
        quiet = min(usual(api, kind) for _ in range(5))
        Goodput(server, file, kind, few, 1)  # fills caches
        peak = Goodput(server, file, kind, few, torture.times(short=1, full=20))
        before, health = memory(server), Health(api)
        health.start()
        under = Goodput(server, file, kind, 10 * few, seconds)
        health.ending.set()
        health.join(60)
        after, begun = memory(server), time.monotonic()
        while usual(api, kind) > max(10 * quiet, 0.1):
            assert time.monotonic() < begun + torture.times(PATIENCE, RECOVERY), "not normal in time after the load"
        normal = time.monotonic() - begun
    torture.tell(f"overload, {kind}: {peak.rate:,.0f}/s with {few} connections, {under.rate:,.0f}/s with {10 * few} ({under.rate / peak.rate:.0%}; "
                 f"{under.of_processor / peak.of_processor:.0%} of processor time) for {seconds} s, {under.refused} refused, health after at most "
                 f"{health.slowest:.2f} s, memory {before // MIB} to {after // MIB} MiB, normal after {normal:.1f} s")
    assert health.failed == 0 and health.slowest < torture.times(PATIENCE, HEALTH), f"health: {health.failed} failed, the slowest {health.slowest:.1f} s"
    assert after - before < MOST_GROWTH, f"memory grew by {(after - before) // MIB} MiB"
    assert under.of_processor >= GOODPUT_OF_PROCESSOR * peak.of_processor, "each answer costs more under load"
    if torture.full:
        assert under.rate >= GOODPUT * peak.rate, f"{under.rate:,.0f}/s of {peak.rate:,.0f}/s"
