#!/usr/bin/python3
"""Compares this build with another binary, such as the one before a change: the same requests, alternating, in one run.

Each server has core 0 in turn, wrk has core 1. The medians of the rounds, the CPU time of a request and the ratio are printed;
1.00 means as fast as the other one. A ratio below --at-least ends with 1.
"""

import argparse
import json
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from measure import SERVER_CORE, Request, alternate, cpu_name, median, ratio, resident_mib  # noqa: E402
from support.api import Api  # noqa: E402
from support.sandbox import BINARY, Sandbox  # noqa: E402

CONTACTS = "/contact-management/v1/api/contacts"


class Server:
    """A sandbox of one binary, and the requests that it is measured by."""

    def __init__(self, folder, binary, scale):
        folder.mkdir()
        self.sandbox = Sandbox(folder, scale=scale, cpus=SERVER_CORE, binary=binary)
        api = Api(self.sandbox)
        self.headers = {"Authorization": f"Bearer {api.token()}", "Tenant-Id": api.tenants["first"], "Accept": "application/json"}
        page = api.http.get(CONTACTS, headers=self.headers, params={"contact-type": "Client"}).json()["results"]
        self.script = folder / "create.lua"
        body = {"last-name": "Hargreaves", "first-name": "Ann", "contact-type": "Client", "location-uuid": page[0]["default-location-uuid"]}
        self.script.write_text(f"wrk.method = 'POST'\nwrk.body = [[{json.dumps(body)}]]\nwrk.headers['Content-Type'] = 'application/json'\n")
        self.paths = {
            "page of 20 contacts": (f"{CONTACTS}?size=20", None),
            "one contact by id": (f"{CONTACTS}/{page[0]['contact-uuid']}", None),
            "search q=ha": (f"{CONTACTS}?q=ha", None),
            "create a contact": (CONTACTS, self.script),
        }

    def request(self, name):
        path, script = self.paths[name]
        return Request(self.sandbox.process, self.sandbox.base + path, self.headers, script)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", help="the binary to compare with")
    parser.add_argument("--rounds", type=int, default=6, help="rounds of each request (6)")
    parser.add_argument("--seconds", type=int, default=3, help="seconds of a round (3)")
    parser.add_argument("--connections", type=int, default=32, help="open connections (32)")
    parser.add_argument("--scale", default="0.2", help="size of the demo practice (0.2)")
    parser.add_argument("--only", help="only requests whose name contains this")
    parser.add_argument("--at-least", type=float, default=0, help="the lowest ratio that passes")
    chosen = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vip-compare-"))
    servers = {}
    try:
        for name, binary in (("this", BINARY), ("other", pathlib.Path(chosen.other).resolve())):
            print(f"compare: filling the demo practice of the {name} binary", flush=True)
            servers[name] = Server(folder / name, binary, chosen.scale)
        ratios = {request: ratio_of(servers, request, chosen) for request in servers["this"].paths if not chosen.only or chosen.only in request}
        memory = {name: resident_mib(server.sandbox.process) for name, server in servers.items()}
        print(f"\nmemory after the run: {memory['this']:.0f} MiB, {memory['other']:.0f} MiB before; machine: {cpu_name()}")
    finally:
        for server in servers.values():
            server.sandbox.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if min(ratios.values()) < chosen.at_least else 0


def ratio_of(servers, name, chosen):
    samples = alternate({key: server.request(name) for key, server in servers.items()}, chosen.rounds, chosen.seconds, chosen.connections)
    this, other = (median(samples[key]) for key in ("this", "other"))
    found = ratio(samples["this"], samples["other"])
    print(f"  {name:<22} {this.rate:>10,.0f}/s {this.cpu:>7.1f} µs  {other.rate:>10,.0f}/s {other.cpu:>7.1f} µs  ratio {found:.2f}", flush=True)
    return found


sys.exit(main())
