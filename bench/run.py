#!/usr/bin/python3
"""The first measurement is a page of 20 contacts with token and tenant, all features on, against nginx serving the same bytes.

Both are measured in one run, alternating, each pinned to core 0 while the load generator (wrk) has core 1; the medians
and their ratio are printed. The ratio is comparable between machines, the rates are not. Measurements of single operations
follow (practice_day.py).
"""

import argparse
import getpass
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
import practice_day  # noqa: E402
from measure import SERVER_CORE, cpu_name, load, resident_mib  # noqa: E402
from support.api import Api  # noqa: E402
from support.sandbox import Sandbox, free_port  # noqa: E402

PAGE = "/contact-management/v1/api/contacts?size=20"


class Nginx:
    def __init__(self, folder, content):
        self.port = free_port()
        www = folder / "www"
        www.mkdir()
        (www / "page.json").write_bytes(content)
        text = (HERE / "nginx.conf.in").read_text()
        for key, value in (("USER", getpass.getuser()), ("FOLDER", folder), ("PORT", self.port)):
            text = text.replace(f"@{key}@", str(value))
        (folder / "nginx.conf").write_text(text)
        binary = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen(
            ["taskset", "-c", SERVER_CORE, binary, "-p", str(folder), "-e", str(folder / "nginx-error.log"), "-c", str(folder / "nginx.conf")],
            stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}/page.json"
        for _ in range(100):
            try:
                with urllib.request.urlopen(self.url, timeout=1) as response:
                    assert response.read() == content
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError((folder / "nginx-error.log").read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


def time_to_first_response(sandbox):
    """Milliseconds from the start of the server, its data there already, to its first response."""
    assert sandbox.stop() is None
    started = time.monotonic()
    sandbox.start()
    return (time.monotonic() - started) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each (5)")
    parser.add_argument("--seconds", type=int, default=4, help="seconds of a round (4)")
    parser.add_argument("--connections", type=int, default=32, help="open connections (32)")
    parser.add_argument("--scale", default="1", help="size of the practice (1)")
    chosen = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vip-bench-"))
    sandbox = nginx = None
    try:
        print(f"bench: filling a practice of scale {chosen.scale}", flush=True)
        sandbox = Sandbox(folder, scale=chosen.scale, cpus=SERVER_CORE)
        start = time_to_first_response(sandbox)
        api = Api(sandbox)
        headers = {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"], "Accept": "application/json"}
        content = api.http.get(PAGE, headers={**headers, "Accept-Encoding": "identity"}).content
        nginx = Nginx(folder, content)
        targets = {"vip": (sandbox.base + PAGE, headers), "nginx": (nginx.url, {"Accept": "application/json"})}
        for url, sent in targets.values():
            load(url, sent, 1, chosen.connections)  # warm
        measured = {name: [] for name in targets}
        for number in range(1, chosen.rounds + 1):
            for name, (url, sent) in targets.items():
                measured[name].append(load(url, sent, chosen.seconds, chosen.connections))
            progress = ", ".join(f"{name} {measured[name][-1][0]:,.0f}/s" for name in targets)
            print(f"bench: round {number} of {chosen.rounds}: {progress}", flush=True)
        report(measured, content, sandbox, start, chosen)
        practice_day.report(api, sandbox.process)
    finally:
        if nginx:
            nginx.stop()
        if sandbox and sandbox.process.poll() is None:
            sandbox.stop()
        shutil.rmtree(folder, ignore_errors=True)


def report(measured, content, sandbox, start, chosen):
    rates = {name: statistics.median(rate for rate, _ in rounds) for name, rounds in measured.items()}
    tails = {name: statistics.median(tail for _, tail in rounds) for name, rounds in measured.items()}
    print(f"""
A page of 20 contacts ({len(content):,} bytes), {chosen.connections} connections, server and load on a core each
(medians of {chosen.rounds} rounds of {chosen.seconds} s, alternating)

                            requests/s    p99 ms
  vip, token and tenant     {rates["vip"]:>10,.0f}  {tails["vip"]:>8.2f}
  nginx, a static file      {rates["nginx"]:>10,.0f}  {tails["nginx"]:>8.2f}
  ratio                     {rates["vip"] / rates["nginx"]:>10.2f}

  vip: {resident_mib(sandbox.process):,.0f} MiB resident after the run, {start:,.0f} ms from start to first response
  machine: {cpu_name()}, {os.cpu_count()} cores""")


main()
