"""Fairness: a client at ten times its rate limit leaves the answers to another client as fast as they were."""

import http.client
import json
import multiprocessing
import os
import statistics
import time

from support.api import Api
from support.commands import vip
from support.sandbox import BINARY

QUOTA = 1000  # milliseconds of server time a minute, for the client that asks too much
TIMES = 10
MOST = 2.0  # times the 99th percentile without it, on a machine of its own
MOST_ON_A_SHARED_MACHINE = 0.1  # seconds
PAUSE = 0.005  # between two calls of the other client
ASKED_TOO_OFTEN = "/contact-management/v1/api/contacts?size=1000"
OTHERS = ("/contact-management/v1/api/contacts?size=20", "/contact-management/v1/api/contacts?q=a")


def headers(api, client):
    return {"Authorization": f"Bearer {api.token(client)}", "Tenant-Id": api.tenants["first"], "Accept-Encoding": "identity"}


def call(connection, path, sent):
    connection.request("GET", path, headers=sent)
    response = connection.getresponse()
    response.read()
    return response.status


def percentile(port, sent, seconds, share=99):
    """The time that so many percent of the other client's calls take at most."""
    connection, times, end = http.client.HTTPConnection("127.0.0.1", port, timeout=30), [], time.monotonic() + seconds
    while time.monotonic() < end:
        for path in OTHERS:
            begun = time.perf_counter()
            status = call(connection, path, sent)
            times.append(time.perf_counter() - begun)
            assert status == 200
            time.sleep(PAUSE)
    connection.close()
    return statistics.quantiles(times, n=100)[share - 1]


def ask(port, sent, each_second, ending, answered, refused):
    """Calls at a fixed rate, whatever is answered. A process of its own, which leaves the processor to whom is measured."""
    os.nice(10)
    connection, begun, sent_calls = http.client.HTTPConnection("127.0.0.1", port, timeout=30), time.monotonic(), 0
    while not ending.is_set():
        if sent_calls > (time.monotonic() - begun) * each_second:
            time.sleep(0.001)
            continue
        status = call(connection, ASKED_TOO_OFTEN, sent)
        sent_calls += 1
        with (answered if status == 200 else refused).get_lock():
            (answered if status == 200 else refused).value += 1


def cost_of_a_call(api):
    """Milliseconds of server time, as the client is told."""
    def used():
        usage = api.get("/platform/v1/api/usage", client="limited", tenant=None).json()
        return next((entry["cost"] for entry in usage["results"] if entry["tenant-uuid"] == api.tenants["first"]), 0)
    before, calls = used(), 40
    for _ in range(calls):
        assert api.get(ASKED_TOO_OFTEN, client="limited").status_code == 200
    return (used() - before) / calls


def test_a_client_at_ten_times_its_limit(start_sandbox, torture):
    server = start_sandbox()
    with Api(server) as api:
        cost = cost_of_a_call(api)
        name = api.clients["limited"][0]
        done = vip("client", "limits", name, "--rate", str(QUOTA), "--data", str(server.data), binary=BINARY)
        assert done.returncode == 0, done.stderr
        each_second = TIMES * QUOTA / 60 / cost
        seconds = torture.times(short=2, full=20)
        sent = headers(api, "pii")
        percentile(server.port, sent, 1)  # fills caches
        quiet = percentile(server.port, sent, seconds)
        answered, refused = multiprocessing.Value("i"), multiprocessing.Value("i")
        ending = multiprocessing.Event()
        asking = [multiprocessing.Process(target=ask, args=(server.port, headers(api, "limited"), each_second / 4, ending, answered, refused))
                  for _ in range(4)]
        for process in asking:
            process.start()
        patience = time.monotonic() + 90
        while refused.value == 0 and time.monotonic() < patience:  # until the quota is used up
            time.sleep(0.1)
        answered_before, refused_before = answered.value, refused.value
        under = percentile(server.port, sent, seconds)
        asked = answered.value - answered_before + refused.value - refused_before
        share = (refused.value - refused_before) / max(asked, 1)
        ending.set()
        for process in asking:
            process.join(60)
    torture.tell(f"fairness: {asked / seconds:,.0f} calls/s of {cost:.1f} ms, {share:.0%} refused, leave another's p99 at {under * 1000:.1f} ms "
                 f"({quiet * 1000:.1f} ms without them, {under / quiet:.1f} times)")
    assert share > 0.25, f"the client was hardly beyond its limit: {share:.0%} of its calls were refused"
    assert under <= max(MOST * quiet, torture.times(MOST_ON_A_SHARED_MACHINE, 0))
